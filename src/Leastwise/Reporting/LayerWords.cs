using Leastwise.Evaluation;
using Leastwise.Evaluation.Decisions;
using Leastwise.Policies;
using Leastwise.Principals;
using Leastwise.Text;

namespace Leastwise.Reporting;

/// <summary>Layers, policies and statements by the names that people know them by.</summary>
internal static class LayerWords
{
    /// <summary>A layer as JSON spells it, the same everywhere.</summary>
    public static string Name(DecisionLayer layer) => SimulationCases.NameOf(layer);

    /// <summary>The layer of a grant's statement as that of a decision.</summary>
    public static DecisionLayer Of(PolicyLayer layer) => layer switch
    {
        PolicyLayer.Identity => DecisionLayer.Identity,
        PolicyLayer.Boundary => DecisionLayer.Boundary,
        PolicyLayer.Session => DecisionLayer.Session,
        PolicyLayer.ServiceControl => DecisionLayer.ServiceControl,
        PolicyLayer.ResourceControl => DecisionLayer.ResourceControl,
        _ => DecisionLayer.Resource,
    };

    /// <summary>The same of a grant's statement, with the group through which it is held.</summary>
    public static string Statement(StatementSource source) =>
        Statement(Of(source.Layer), source.Policy, source.Statement) + (source.ViaGroup is { } group ? $", through the group {Legible.Plain(group)}" : "");

    /// <summary>Such as <c>statement "Read" of the policy ReadAll (account.json, line 12)</c>.</summary>
    public static string Statement(DecisionLayer layer, NamedPolicy policy, Statement statement) =>
        $"statement {Legible.Plain(statement.Label)} of {Policy(layer, policy)} ({Place(statement.Position)})";

    /// <summary>File and line.</summary>
    public static string Place(SourcePosition position) =>
        position.Line == 0 ? Legible.Plain(position.File) : $"{Legible.Plain(position.File)}, line {position.Line}";

    private static string Policy(DecisionLayer layer, NamedPolicy policy)
    {
        string name = Legible.Plain(policy.Name);
        return (layer, policy.Kind) switch
        {
            (DecisionLayer.Boundary, _) => $"the permissions boundary {name}",
            (DecisionLayer.Session, _) => $"the session policy {name}",
            (DecisionLayer.ServiceControl, _) => $"the service control policy {name}",
            (DecisionLayer.ResourceControl, _) => $"the resource control policy {name}",
            (DecisionLayer.Endpoint, _) => $"the endpoint policy {name}",
            (_, PolicyKind.Trust) => $"the trust policy of {Legible.Plain(policy.Owner ?? "the role")}",
            (DecisionLayer.Resource, _) => $"the policy of {Legible.Plain(policy.Owner ?? "the resource")}",
            (_, PolicyKind.Inline) => $"the inline policy {name} of {Legible.Plain(policy.Owner ?? "the principal")}",
            (_, PolicyKind.AwsManaged) => $"AWS's policy {name}",
            _ => $"the policy {name}",
        };
    }
}
