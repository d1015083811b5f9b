using Leastwise.Trimming.Cutting;

namespace Leastwise.Reporting.Trims;

/// <summary>Fates by the words that people read.</summary>
internal static class TrimWords
{
    /// <summary>A heading for the privileges of a fate.</summary>
    public static string Heading(Fate fate) => fate switch
    {
        Fate.Used => "used",
        Fate.Inferred => "used, as far as requests of other calls tell",
        Fate.Unknown => "nobody can know whether they are used",
        Fate.Asked => "not used, kept as asked",
        Fate.Unrecognised => "not in the catalogue",
        Fate.Unused => "not used, and the logs would have shown it",
        Fate.UnknownDropped => "nobody can know, and such were asked to go",
        _ => "without effect today",
    };

    /// <summary>One sentence on the whole.</summary>
    public static string Summary(TrimResult result)
    {
        int stay = result.Privileges.Count(one => one.Stays), go = result.Privileges.Length - stay;
        string narrowed = result.Patterns.IsEmpty ? "" : $", resources narrowed to {Legible.Count(result.Patterns.Length, "pattern")}";
        string documents = result.Policies.Length == 1 ? (result.IsInline ? "one inline policy" : "one policy") : Legible.Count(result.Policies.Length, "policy", "policies");
        return $"{Legible.Count(go, "privilege")} of {Legible.Number(stay + go)} {(go == 1 ? "goes" : "go")}, {Legible.Number(stay)} stay{narrowed}; {documents}, {Legible.Number(result.SizeAfter)} characters instead of {Legible.Number(result.SizeBefore)}.";
    }
}
