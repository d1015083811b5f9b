using Leastwise.Risks.Paths;
using Leastwise.Text;

namespace Leastwise.Reporting;

/// <summary>Places and steps of escalation paths in words.</summary>
internal static class PathWords
{
    /// <summary>Such as <c>user ann</c>, <c>role deploy with any policy that its limits let through</c>, <c>administrator of 111111111111</c>.</summary>
    public static string Node(PathNode node) => node.Kind switch
    {
        PathNodeKind.Administrator => $"administrator of {node.AccountId}",
        _ => $"{(node.Kind == PathNodeKind.User ? "user" : "role")} {Legible.Plain(node.Name)}{(node.Change is { } change ? $", {Legible.Plain(change)}" : "")}",
    };

    /// <summary>The same, with what a stranger must know: the account where it differs, and that it is an administrator.</summary>
    public static string Arrival(PathStep step) => Node(step.To)
        + (step.To.Kind != PathNodeKind.Administrator && step.From.AccountId != step.To.AccountId ? $" of {step.To.AccountId}" : "")
        + (step.To is { IsAdministrator: true, Kind: not PathNodeKind.Administrator } ? ", an administrator" : "");

    /// <summary>What the step is, as a sentence without its end.</summary>
    public static string How(PathStep step) => $"{step.Path.Id}: {Words(step)}{(step.Over is { } over ? $"; here {Over(over)}" : "")}";

    // The table speaks of administrators, which end a path of one hop; on longer ones other roles are on the way.
    private static string Words(PathStep step) => step.Path.Id switch
    {
        "sts-001" => "become a role that trusts it",
        "sts-002" => "become a role of another account that trusts it",
        "sts-003" => "become a role whose trust policy names it, without any privilege of its own",
        _ => step.Path.How,
    };

    /// <summary>How sure.</summary>
    public static string Confidence(PathConfidence confidence) => confidence switch
    {
        PathConfidence.High => "sure",
        PathConfidence.Medium => "under conditions",
        _ => "only if more exists than was given",
    };

    // Users, roles, groups and policies of the account by what they are; of other things the whole ARN tells.
    private static string Over(string text) => Legible.Plain(Arn.TryParse(text, out Arn? arn) && arn.Service == "iam" ? arn.Resource.Replace('/', ' ') : text);
}
