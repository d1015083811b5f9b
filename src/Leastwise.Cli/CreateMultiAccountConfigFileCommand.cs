using System.CommandLine;

namespace Leastwise.Cli;

/// <summary><c>create-multi-account-config-file</c>: a file to list accounts in.</summary>
internal static class CreateMultiAccountConfigFileCommand
{
    private const string Start = """
        # Accounts for 'leastwise scan-multi-account -c' and 'leastwise collect --accounts': a name of yours and the number.
        accounts:
          production: 111111111111
          tools: 222222222222

        """;

    public static Command Create(Terminal terminal)
    {
        var output = new Option<string>("-o", "--output-file", "--output") { Description = "The file to write; one that is there is not overwritten", HelpName = "FILE", DefaultValueFactory = _ => "multi-account-config.yml" };
        var command = new Command("create-multi-account-config-file", "Write a file to list accounts in it, for 'scan-multi-account -c'.") { output };
        command.SetAction(parsed =>
        {
            string file = parsed.GetRequiredValue(output);
            try
            {
                using var stream = new FileStream(file, FileMode.CreateNew);
                using var writer = new StreamWriter(stream) { NewLine = "\n" };
                writer.Write(Start.ReplaceLineEndings("\n"));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new UsageException(File.Exists(file)
                    ? $"{file}: there is such a file already; name another with -o."
                    : $"{file}: the file cannot be written ({exception.Message.TrimEnd('.')}).");
            }

            terminal.Out.WriteLine($"Written: {Reporting.Legible.Plain(file)}. Put your accounts into it, then run 'leastwise scan-multi-account -c {Reporting.Legible.Plain(file)} -r ROLE -o DIR'.");
            return ExitCode.Done;
        });
        return command;
    }
}
