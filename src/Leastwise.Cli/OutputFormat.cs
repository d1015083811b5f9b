using System.CommandLine;

namespace Leastwise.Cli;

/// <summary><c>--format</c> for the verbs that answer people and programs.</summary>
internal static class OutputFormat
{
    public const string Text = "text";
    public const string Json = "json";
    public const string Lines = "jsonl";
    public const string Csv = "csv";
    public const string Markdown = "md";

    /// <summary>The option, text by default.</summary>
    public static Option<string> Create() => Create("text for people, json for programs", Text, Json);

    /// <summary>The option of a verb that can answer line by line too.</summary>
    public static Option<string> CreateWithLines() =>
        Create("text for people, json for programs, jsonl for a line out for each line in, in order and at once (an empty line too)", Text, Json, Lines);

    /// <summary>The option of a verb whose answer is a table.</summary>
    public static Option<string> CreateWithTables() => Create("text for people, json and csv for programs, md (Markdown) for a ticket or a page", Text, Json, Csv, Markdown);

    private static Option<string> Create(string description, params string[] formats)
    {
        var format = new Option<string>("--format")
        {
            Description = description,
            HelpName = string.Join('|', formats),
            DefaultValueFactory = _ => Text,
        };
        format.AcceptOnlyFromAmong(formats);
        return format;
    }
}
