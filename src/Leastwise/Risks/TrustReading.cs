using System.Collections.Immutable;
using Leastwise.Evaluation;
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
    internal sealed record Admission(PrincipalEntry Entry, StatementSource Source, ImmutableArray<string> Denies)
    {
        /// <summary>The conditions of the statement.</summary>
        public ImmutableArray<Condition> Conditions => Source.Statement.Conditions;
    }

    /// <summary>
    /// Everyone whom the role trusts. An Allow with <c>NotPrincipal</c> lets in everyone but those that it names, and is answered as
    /// <see cref="PrincipalEntryType.Anyone"/>.
    /// </summary>
    public static IEnumerable<Admission> Admissions(IamRole role)
    {
        ImmutableArray<Statement> statements = role.Trust.Document.Statements;
        Statement[] denies = [.. statements.Where(statement => statement.Effect == Effect.Deny)];
        foreach (Statement statement in statements)
        {
            if (statement.Effect != Effect.Allow || statement.Principals is not { } principals)
            {
                continue;
            }

            string[] calls = [.. Assuming.Where(call => Means(statement.Actions, call))];
            calls = [.. calls.Where(call => !denies.Any(deny => DeniesEveryone(deny) && Means(deny.Actions, call)))];
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
                yield return new Admission(entry, source, limits);
            }
        }
    }

    /// <summary>The services that the role trusts, such as <c>ec2.amazonaws.com</c>.</summary>
    public static IEnumerable<string> Services(IamRole role) =>
        Admissions(role).Where(IsService).Select(admission => admission.Entry.Value).Distinct(StringComparer.OrdinalIgnoreCase);

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

    private static bool DeniesEveryone(Statement deny) =>
        deny.Conditions.IsEmpty && deny.Principals is { Not: false } principals && principals.Entries.Any(IsAnyone);

    private static string Suffix(Statement deny) => deny.Conditions.IsEmpty ? "" : $" {ConditionWords.Of(deny.Conditions)}";
}
