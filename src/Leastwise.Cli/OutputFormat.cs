using System.CommandLine;

namespace Leastwise.Cli;

/// <summary><c>--format</c> for the verbs that answer people and programs.</summary>
internal static class OutputFormat
{
    public const string Text = "text";
    public const string Json = "json";

    /// <summary>The option, text by default.</summary>
    public static Option<string> Create()
    {
        var format = new Option<string>("--format")
        {
            Description = "text for people, json for programs",
            HelpName = "text|json",
            DefaultValueFactory = _ => Text,
        };
        format.AcceptOnlyFromAmong(Text, Json);
        return format;
    }
}
