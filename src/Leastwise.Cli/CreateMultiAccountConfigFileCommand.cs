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

    public static Command Create(Terminal terminal) => StartingFile.Verb(
        terminal, "create-multi-account-config-file", "Write a file to list accounts in it, for 'scan-multi-account -c'.", "multi-account-config.yml", Start, file => $"Put your accounts into it, then run 'leastwise scan-multi-account -c {file} -r ROLE -o DIR'.");
}
