using System.Collections.Immutable;
using Leastwise.Evaluation;
using Leastwise.Policies;
using Leastwise.Principals;
using Leastwise.Text;

namespace Leastwise.Risks;

/// <summary>Policies of resources that name everyone.</summary>
internal static class ResourceOpenToAnyone
{
    /// <summary>One finding for each statement that lets everyone in.</summary>
    public static IEnumerable<Finding> Find(RiskContext context) =>
        context.Request.Resources.ByArn.SelectMany(entry => Find(entry.Key, entry.Value, AccountOf(entry.Key, context)));

    /// <summary>The same for one policy.</summary>
    public static IEnumerable<Finding> Find(string resource, NamedPolicy policy, string account)
    {
        Statement[] denies = [.. policy.Document.Statements.Where(statement => statement.Effect == Effect.Deny)];
        foreach (Statement statement in policy.Document.Statements.Where(IsOpen))
        {
            TrustLimit limit = TrustLimits.Of(statement.Conditions);
            if (limit == TrustLimit.Identity || denies.Any(deny => TakesAll(deny, statement)))
            {
                continue;
            }

            string given = statement.Principals is { Not: true } ? "everyone but those that its NotPrincipal names" : "everyone, in every AWS account or none";
            string name = resource[(resource.LastIndexOf(':') + 1)..];
            yield return new Finding
            {
                Id = FindingId.Of(Risk.ResourceOpenToAnyone, resource, $"{statement.Index}"),
                Kind = Risk.ResourceOpenToAnyone.Kind,
                Severity = limit == TrustLimit.None ? Severity.Critical : Severity.Medium,
                Title = $"The resource {name} is open to {(limit == TrustLimit.None ? "anyone" : "anyone who meets a condition")}",
                Explanation = $"Statement {statement.Label} of its policy allows {ConditionWords.List(statement.Actions.Patterns)} to {given}."
                    + (limit == TrustLimit.Other ? " Its conditions say from where or how, not who." : statement.Conditions.IsEmpty ? " No condition keeps anybody out." : " Its conditions keep no stranger out."),
                Recommendation = "Name the accounts, roles or services that need it in Principal; for a whole organization add a condition on aws:PrincipalOrgID. Where it is meant to be public, exclude the finding with that reason.",
                Principal = resource,
                Scope = FindingScope.Resource,
                AccountId = account,
                Actions = [.. statement.Actions.Patterns.Select(pattern => statement.Actions.Not ? $"!{pattern}" : pattern).Order(StringComparer.Ordinal)],
                Statements = [new StatementSource(PolicyLayer.Resource, policy, statement, ViaGroup: null)],
                Conditions =
                [
                    .. statement.Conditions.IsEmpty ? Array.Empty<string>() : [$"Lets in only {ConditionWords.Of(statement.Conditions)}."],
                    .. denies.Select(deny => $"Statement {deny.Label} of the policy denies a part of it{(deny.Conditions.IsEmpty ? "" : $" {ConditionWords.Of(deny.Conditions)}")}."),
                ],
            };
        }
    }

    private static bool IsOpen(Statement statement) =>
        statement is { Effect: Effect.Allow, Principals: { } principals } && (principals.Not || principals.Entries.Any(TrustReading.IsAnyone));

    // Only a Deny that surely takes everything closes it: for all, always, of every action pattern and on everything.
    private static bool TakesAll(Statement deny, Statement allow) =>
        deny is { Conditions.IsEmpty: true, Actions.Not: false, Principals: { Not: false } principals } && principals.Entries.Any(TrustReading.IsAnyone)
        && !allow.Actions.Not && allow.Actions.Patterns.All(pattern => deny.Actions.Patterns.Any(outer => WildcardPattern.Covers(outer, pattern, ignoreCase: true)))
        && (allow.Resources is null || (deny.Resources is { Not: false } taken && !allow.Resources.Not
            && allow.Resources.Patterns.All(pattern => taken.Patterns.Any(outer => WildcardPattern.Covers(outer, pattern, ignoreCase: false)))));

    private static string AccountOf(string resource, RiskContext context) =>
        Arn.TryParse(resource, out Arn? arn) && arn.Account.Length == 12 ? arn.Account : context.Request.Accounts is [var only] ? only.AccountId : "";
}
