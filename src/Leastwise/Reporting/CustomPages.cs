namespace Leastwise.Reporting;

/// <summary>A company's own pages in the place of ours, as HTML. They are shown in a frame that runs nothing and asks for nothing.</summary>
/// <param name="Guidance">Instead of our guidance; null for ours, empty for none at all.</param>
/// <param name="Appendices">Below the glossary; null or empty for none.</param>
public sealed record CustomPages(string? Guidance, string? Appendices)
{
    /// <summary>The file that holds the guidance, as Cloudsplaining names it.</summary>
    public const string GuidanceFile = "custom-guidance.html";

    /// <summary>The file that holds the appendices, as Cloudsplaining names it.</summary>
    public const string AppendicesFile = "custom-appendices.html";

    /// <summary>None.</summary>
    public static CustomPages None { get; } = new(null, null);
}
