namespace Leastwise.Reporting;

/// <summary>What stands above a text about use.</summary>
public static class HeadText
{
    /// <summary>A line for each root user that acted and each thing that the logs lack, and an empty one after them; nothing where there are none.</summary>
    public static string Write(UsageHead head, bool colour)
    {
        string lines = string.Concat(head.Lines(new Ink(colour)).Select(line => line + "\n"));
        return lines.Length == 0 ? "" : lines + "\n";
    }
}
