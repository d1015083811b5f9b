using System.Collections.Immutable;
using System.CommandLine;

namespace Leastwise.Cli;

/// <summary>What the verbs about use were asked to read, CloudTracker's configuration taken into account.</summary>
/// <param name="Input">Accounts, logs, window.</param>
/// <param name="Config">CloudTracker's configuration; null where none is used.</param>
/// <param name="Account">The account asked for, by number or name; null for all.</param>
/// <param name="LastAccessed">Files of IAM's last-accessed data.</param>
/// <param name="Color">Whether colour is wanted.</param>
internal sealed record ActorRequest(InputRequest Input, CloudTrackerConfig? Config, string? Account, ImmutableArray<string> LastAccessed, bool Color)
{
    /// <summary>Logs that the configuration keeps elsewhere, and that are to be asked for; null for none.</summary>
    public ConfiguredLogs? Logs { get; init; }
}

/// <summary>The options that <c>usage</c>, <c>actors</c> and <c>sessions</c> share, CloudTracker's among them.</summary>
internal sealed class ActorOptions
{
    private readonly InputOptions inputs = new();

    private readonly Option<string?> config = new("--config")
    {
        Description = "CloudTracker's configuration, whose accounts name their files; without FOLDER and --iam, config.yaml where it is there",
        HelpName = "FILE",
    };

    private readonly Option<string?> account = new("--account") { Description = "Only this account: its number, or its name in the organization or configuration", HelpName = "ACCOUNT" };

    private readonly Option<string[]> lastAccessed = new("--last-accessed")
    {
        Description = "What 'aws iam get-service-last-accessed-details' printed: a file or a folder of such, WHO=FILE where it does not tell whom it is about",
        HelpName = "[WHO=]PATH",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<bool> noColor = new("--no-color") { Description = "No colour, as with NO_COLOR set" };
    private readonly Option<bool> skipSetup = new("--skip-setup") { Description = "Taken for CloudTracker's sake; nothing is set up here", Hidden = true };

    /// <summary>Adds them to <paramref name="command"/>.</summary>
    public void AddTo(Command command)
    {
        command.Add(account);
        inputs.AddTo(command, config);
        command.Add(lastAccessed);
        command.Add(config);
        command.Add(noColor);
        command.Add(skipSetup);
    }

    /// <summary>What was typed.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="terminal">Where messages go.</param>
    /// <param name="otherAccount">A second account that must be read, too; null for none.</param>
    public ActorRequest Read(ParseResult parsed, Terminal terminal, string? otherAccount = null)
    {
        InputRequest input = inputs.Read(parsed);
        bool looksForConfig = input.Folder is null && input.Iam.Length == 0 && File.Exists(CloudTrackerConfig.DefaultPath);
        CloudTrackerConfig? configured = (parsed.GetValue(config) ?? (looksForConfig ? CloudTrackerConfig.DefaultPath : null)) is { } path ? CloudTrackerConfig.Read(path) : null;
        string? wanted = parsed.GetValue(account);
        ConfiguredLogs? logs = null;
        if (configured is not null)
        {
            ImmutableArray<ConfiguredAccount> chosen = wanted is null
                ? configured.Accounts
                : [.. new[] { wanted, otherAccount }.OfType<string>().Select(configured.Find).Distinct()];
            wanted = wanted is null ? null : configured.Find(wanted).Id;
            input = input with { Iam = [.. input.Iam, .. chosen.Select(one => one.Iam)] };
            logs = ConfiguredLogs.Of(configured, chosen, input);
            if (configured.Search is not null && input is { Folder: null, Trail.Length: 0 })
            {
                // With a ledger, days that it knows are not asked for again.
                input = input with { Search = configured.Search };
            }
        }

        return new ActorRequest(input, configured, wanted, [.. parsed.GetValue(lastAccessed) ?? []], terminal.Color && !parsed.GetValue(noColor)) { Logs = logs };
    }
}
