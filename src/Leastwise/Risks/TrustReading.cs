using System.Collections.Immutable;
using Leastwise.Evaluation;
using Leastwise.Evaluation.Decisions;
using Leastwise.Policies;
using Leastwise.Principals;
using Leastwise.Text;

namespace Leastwise.Risks;

/// <summary>Reads a role's trust policy: who may become the role, by which call, under which conditions.</summary>
internal static class TrustReading
{
    private static readonly ImmutableArray<string> Assuming = ["sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"];

    /// <summary>One principal that a statement of the trust policy lets in.</summary>
    /// <param name="Entry">Whom.</param>
    /// <param name="Source">By which statement.</param>
    /// <param name="Denies">What Deny statements of the same policy take away again, a sentence each.</param>
    /// <param name="Conditions">The conditions of the statement, without those that hold in every call.</param>
    internal sealed record Admission(PrincipalEntry Entry, StatementSource Source, ImmutableArray<string> Denies, ImmutableArray<Condition> Conditions);

    /// <summary>
    /// Everyone whom the role trusts. An Allow with <c>NotPrincipal</c> lets in everyone but those that it names, and is answered as
    /// <see cref="PrincipalEntryType.Anyone"/>. What let in until a time before <paramref name="now"/> lets in nobody any more.
    /// </summary>
    public static IEnumerable<Admission> Admissions(IamRole role, DateTimeOffset now)
    {
        ImmutableArray<Statement> statements = role.Trust.Document.Statements;
        Statement[] denies = [.. statements.Where(statement => statement.Effect == Effect.Deny && Remaining(statement, now) is not null)];
        foreach (Statement statement in statements)
        {
            if (statement.Effect != Effect.Allow || statement.Principals is not { } principals)
            {
                continue;
            }

            if (Remaining(statement, now) is not { } conditions)
            {
                continue;
            }

            string[] calls = [.. Assuming.Where(call => Means(statement.Actions, call))];
            calls = [.. calls.Where(call => !denies.Any(deny => DeniesEveryone(deny, now) && Means(deny.Actions, call)))];
            if (calls.Length == 0)
            {
                continue;
            }

            var source = new StatementSource(PolicyLayer.Identity, role.Trust, statement, ViaGroup: null);
            ImmutableArray<string> limits = [.. denies
                .Where(deny => calls.Any(call => Means(deny.Actions, call)))
                .Select(deny => $"Statement {deny.Label} of the trust policy denies a part of it{Suffix(deny)}.")];
            IEnumerable<PrincipalEntry> entries = principals.Not
                ? [new PrincipalEntry(PrincipalEntryType.Anyone, "*")]
                : principals.Entries.Where(entry => calls.Any(call => Fits(entry.Type, call)));
            foreach (PrincipalEntry entry in entries)
            {
                yield return new Admission(entry, source, limits, conditions);
            }
        }
    }

    /// <summary>The services among those whom a role trusts, such as <c>ec2.amazonaws.com</c>.</summary>
    public static IEnumerable<string> Services(ImmutableArray<Admission> admissions) =>
        admissions.Where(IsService).Select(admission => admission.Entry.Value).Distinct(StringComparer.OrdinalIgnoreCase);

    // Cognito is trusted as an identity provider, yet a role is passed to it like to a service.
    private static bool IsService(Admission admission) => admission.Entry is { Type: PrincipalEntryType.Service }
        or { Type: PrincipalEntryType.Federated, Value: "cognito-identity.amazonaws.com" };

    /// <summary>Whether the entry is everyone: <c>"*"</c>, or <c>AWS: "*"</c>, which means the same.</summary>
    public static bool IsAnyone(PrincipalEntry entry) =>
        entry.Type == PrincipalEntryType.Anyone || (entry.Type is PrincipalEntryType.Aws or PrincipalEntryType.Federated && WildcardPattern.MatchesEverything(entry.Value));

    /// <summary>The account that an AWS entry names, twelve digits; null for other entries and for unique ids of deleted principals.</summary>
    public static string? AccountOf(PrincipalEntry entry)
    {
        if (entry.Type != PrincipalEntryType.Aws)
        {
            return null;
        }

        string account = Arn.TryParse(entry.Value, out Arn? arn) ? arn.Account : entry.Value;
        return account.Length == 12 && account.All(char.IsAsciiDigit) ? account : null;
    }

    /// <summary>Whether the entry names a whole account: its number or its root.</summary>
    public static bool IsWholeAccount(PrincipalEntry entry) =>
        AccountOf(entry) is not null && (!Arn.TryParse(entry.Value, out Arn? arn) || arn.Resource is "root" or "*");

    /// <summary>The trust statement and its policy in words, such as <c>statement "Ci" of its trust policy</c>.</summary>
    public static string Name(Admission admission) => $"statement {admission.Source.Statement.Label} of its trust policy";

    private static bool Means(ActionElement actions, string call) =>
        actions.Patterns.Any(pattern => WildcardPattern.IsMatch(pattern, call, ignoreCase: true)) != actions.Not;

    // AWS signs in federated principals with the two federated calls only, all others with AssumeRole only.
    private static bool Fits(PrincipalEntryType type, string call) => type switch
    {
        PrincipalEntryType.Anyone => true,
        PrincipalEntryType.Federated => call != "sts:AssumeRole",
        _ => call == "sts:AssumeRole",
    };

    private static bool DeniesEveryone(Statement deny, DateTimeOffset now) =>
        Remaining(deny, now) is [] && deny.Principals is { Not: false } principals && principals.Entries.Any(IsAnyone);

    // The conditions that depend on the call; null where one of them is never met again.
    private static ImmutableArray<Condition>? Remaining(Statement statement, DateTimeOffset now)
    {
        if (statement.Conditions.IsEmpty)
        {
            return [];
        }

        bool? Foreseen(Condition condition) => ConditionOperator.TryParse(condition.Operator, out ConditionOperator? op)
            ? ForeseenConditions.Judge(condition, op, hasToken: false, now)
            : null;
        return statement.Conditions.Any(condition => Foreseen(condition) == false) ? null : [.. statement.Conditions.Where(condition => Foreseen(condition) is null)];
    }

    private static string Suffix(Statement deny) => deny.Conditions.IsEmpty ? "" : $" {ConditionWords.Of(deny.Conditions)}";
}
