using Leastwise.Risks.Paths;

namespace Leastwise.Reporting;

/// <summary>A grant that is to be taken away, in words.</summary>
internal static class CutWords
{
    /// <summary>Such as <c>Take iam:PassRole out of statement "Pass" of the policy Deploy (account.json, line 12)</c>.</summary>
    public static string Grant(GrantUnit unit)
    {
        string owner = unit.Owner is { } arn ? Legible.Plain(arn) : "";
        string place = $"({LayerWords.Place(unit.Position)})";
        return unit.Kind switch
        {
            GrantUnitKind.Attachment => $"Detach AWS's policy {Legible.Plain(unit.PolicyName)} from {owner}",
            GrantUnitKind.Trust => $"Take {Legible.Plain(unit.What)} out of statement {Legible.Plain(unit.Label)} of the trust policy of {owner} {place}",
            _ => $"Take {unit.What} out of statement {Legible.Plain(unit.Label)} of the {(owner.Length > 0 ? "inline " : "")}policy {Legible.Plain(unit.PolicyName)}{(owner.Length > 0 ? $" of {owner}" : "")} {place}",
        };
    }
}
