namespace Leastwise.Remote;

/// <summary>The section <c>services</c> of the AWS configuration file, which the SDK reads for its own clients only.</summary>
/// <remarks>Source: "Service-specific endpoints", AWS SDKs and Tools Reference Guide: a profile names a section <c>[services NAME]</c>, in which a service's settings stand indented below its name.</remarks>
internal static class ServicesSection
{
    /// <summary>A service's <c>endpoint_url</c>; null where there is none, or no file.</summary>
    /// <param name="variables">Environment variables.</param>
    /// <param name="profile">The profile.</param>
    /// <param name="service">The service's id in small letters with underscores.</param>
    public static string? EndpointOf(Func<string, string?> variables, string profile, string service)
    {
        string path = variables("AWS_CONFIG_FILE") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".aws", "config");
        try
        {
            string[] lines = File.Exists(path) ? File.ReadAllLines(path) : [];
            string? section = Value(Section(lines, profile == "default" ? "default" : $"profile {profile}"), "services");
            return section is null ? null : Value(Nested(Section(lines, $"services {section}"), service), "endpoint_url");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The SDK, which reads the same file for the profile, says what is wrong with it.
            return null;
        }
    }

    private static IEnumerable<string> Section(string[] lines, string name) => lines
        .SkipWhile(line => Heading(line) != name).Skip(1)
        .TakeWhile(line => Heading(line) is null)
        .Where(line => line.Trim() is { Length: > 0 } text && text[0] is not ('#' or ';'));

    private static IEnumerable<string> Nested(IEnumerable<string> section, string name) => section
        .SkipWhile(line => IsIndented(line) || line.Split('=')[0].Trim() != name).Skip(1)
        .TakeWhile(IsIndented)
        .Select(line => line.Trim());

    private static string? Value(IEnumerable<string> lines, string name) => lines
        .Where(line => !IsIndented(line))
        .Select(line => line.Split('=', 2))
        .FirstOrDefault(parts => parts.Length == 2 && parts[0].Trim() == name)?[1].Trim();

    private static string? Heading(string line) => line.Trim() is ['[', .. var inner, ']'] ? string.Join(' ', inner.Split(' ', StringSplitOptions.RemoveEmptyEntries)) : null;

    private static bool IsIndented(string line) => line.Length > 0 && char.IsWhiteSpace(line[0]);
}
