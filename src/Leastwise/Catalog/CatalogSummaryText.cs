namespace Leastwise.Catalog;

/// <summary>Writes a catalogue's numbers for people.</summary>
public static class CatalogSummaryText
{
    /// <summary>The numbers, then the inputs with their versions and hashes.</summary>
    public static void Write(TextWriter output, CatalogSummary summary)
    {
        output.WriteLine($"Catalogue of {summary.Version}{(summary.AgeDays is { } age ? $", {age:N0} {(age == 1 ? "day" : "days")} old" : "")}");
        Line(output, "services", summary.Services);
        Line(output, "actions", summary.Actions);
        foreach ((AccessLevels level, int count) in summary.ByLevel)
        {
            Line(output, $"  {NameOf(level)}", count);
        }

        Line(output, "  only to be granted", summary.PermissionOnly);
        Line(output, "resource types", summary.ResourceTypes);
        Line(output, "condition keys", summary.ConditionKeys);
        output.WriteLine();
        output.WriteLine("Built from");
        foreach (CatalogInput input in summary.Inputs)
        {
            output.WriteLine($"  {input.Sha256}  {input.Name}{(input.Version.Length > 0 ? $" {input.Version}" : "")}");
        }
    }

    private static string NameOf(AccessLevels level) => level == AccessLevels.PermissionsManagement ? "Permissions management" : level.ToString();

    private static void Line(TextWriter output, string label, int count) => output.WriteLine($"  {label,-26}{count,9:N0}");
}
