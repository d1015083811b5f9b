using System.CommandLine;

namespace Leastwise.Cli;

/// <summary>Verbs that write a file to begin with, which explains itself and does nothing yet.</summary>
internal static class StartingFile
{
    /// <summary>The verb.</summary>
    /// <param name="terminal">Where it says what it did.</param>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it is for.</param>
    /// <param name="usual">The file where none is named.</param>
    /// <param name="content">What is written.</param>
    /// <param name="next">What to do with the file, given its name.</param>
    public static Command Verb(Terminal terminal, string name, string description, string usual, string content, Func<string, string> next)
    {
        var output = new Option<string>("-o", "--output-file", "--output") { Description = "The file to write; one that is there is not overwritten", HelpName = "FILE", DefaultValueFactory = _ => usual };
        var command = new Command(name, description) { output };
        command.SetAction(parsed =>
        {
            string file = parsed.GetRequiredValue(output);
            try
            {
                using var stream = new FileStream(file, FileMode.CreateNew);
                using var writer = new StreamWriter(stream) { NewLine = "\n" };
                writer.Write(content.ReplaceLineEndings("\n"));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new UsageException(File.Exists(file)
                    ? $"{file}: there is such a file already; name another with -o."
                    : $"{file}: the file cannot be written ({exception.Message.TrimEnd('.')}).");
            }

            string shown = Reporting.Legible.Plain(file);
            terminal.Out.WriteLine($"Written: {shown}. {next(shown)}");
            return ExitCode.Done;
        });
        return command;
    }
}
