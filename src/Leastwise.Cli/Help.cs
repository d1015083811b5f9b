using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Leastwise.Cli;

/// <summary>The library's help under the program's own name, with the verb's example at the end.</summary>
internal sealed class Help : SynchronousCommandLineAction
{
    private static readonly Dictionary<string, string> Examples = new(StringComparer.Ordinal)
    {
        ["assess"] = "leastwise assess samples/acme -o report",
        ["ingest"] = "leastwise ingest samples/acme/AWSLogs --ledger acme.ledger\n  leastwise ingest s3://my-trail-bucket/AWSLogs --account 111111111111 --since 2026-06-01 --profile audit",
        ["lookup-events"] = "leastwise ingest lookup-events --regions eu-west-1 us-east-1 --profile audit",
        ["ingest athena"] = "leastwise ingest athena --location s3://acme-logs/AWSLogs/o-a1b2c3d4e5/ --since 2026-01-01 --max-bytes 2TB --dry-run",
        ["athena"] = "leastwise athena teardown --dry-run",
        ["teardown"] = "leastwise athena teardown --workgroup audit",
        ["opensearch"] = "leastwise ingest opensearch https://logs.example.org:9200 --index cloudtrail --user reader --ledger acme.ledger",
        ["ship"] = "leastwise ship samples/acme/AWSLogs --to https://logs.example.org:9200 --index cloudtrail --user writer --state shipped.txt",
        ["ledger"] = "leastwise ledger info --ledger acme.ledger",
        ["info"] = "leastwise ledger info --ledger acme.ledger --format json",
        ["verify"] = "leastwise ledger verify --ledger acme.ledger",
        ["compact"] = "leastwise ledger compact --ledger acme.ledger --forget-before 2025-01-01",
        ["merge"] = "leastwise ledger merge eu.ledger us.ledger --ledger all.ledger",
        ["export"] = "leastwise ledger export --ledger acme.ledger --table observations --format csv",
        ["users"] = "leastwise actors users samples/acme",
        ["roles"] = "leastwise actors roles samples/acme --format json",
        ["actors"] = "leastwise actors users samples/acme",
        ["usage"] = "leastwise usage samples/acme --user alice.admin --show-used",
        ["sessions"] = "leastwise sessions samples/acme --role deploy-apply",
        ["explain"] = "leastwise explain s3:ListBucket 's3.amazonaws.com ListObjects' lambda.Invoke",
        ["expand-policy"] = "leastwise expand-policy policy.json --minify",
        ["catalog"] = "leastwise catalog --format json",
        ["refresh"] = "leastwise catalog refresh --from package",
        ["simulate"] = "leastwise simulate samples/acme --principal alice.admin --action iam:CreateUser",
        ["who-can"] = "leastwise who-can iam:PassRole samples/acme",
        ["can"] = "leastwise can erin.dev samples/acme --service s3 --level write",
        ["compare"] = "leastwise compare old.json new.json",
        ["scan"] = "leastwise scan -i samples/acme -o report --fail-on high",
        ["scan-policy-file"] = "leastwise scan-policy-file -i policy.json --format sarif",
        ["create-exclusions-file"] = "leastwise create-exclusions-file -o exclusions.yml",
        ["download"] = "leastwise download --profile audit --output accounts",
        ["collect"] = "leastwise collect --profile audit --output acme",
        ["scan-multi-account"] = "leastwise scan-multi-account -c accounts.yml --role-name audit -o reports",
        ["create-multi-account-config-file"] = "leastwise create-multi-account-config-file -o accounts.yml",
        ["init"] = "leastwise init policy download",
        ["policy"] = "leastwise init policy download",
        ["paths"] = "leastwise paths samples/acme --from frank.dev",
        ["replay"] = "leastwise replay samples/acme --policy proposal.json --role order-processor",
        ["trim"] = "leastwise trim samples/acme --role order-processor",
        ["report"] = "leastwise report leastwise-report/report.json",
        ["diff"] = "leastwise report diff last-month/report.json leastwise-report/report.json",
        ["completion"] = "source <(leastwise completion bash)",
    };

    private readonly HelpAction inner;

    private Help(HelpAction inner) => this.inner = inner;

    /// <summary>Puts this help in the place of the library's, for <paramref name="root"/> and all below it.</summary>
    public static void Install(RootCommand root)
    {
        HelpOption library = root.Options.OfType<HelpOption>().Single();
        if (library.Action is HelpAction inner)
        {
            // Without the library's /h and /?, which completion would offer on every system.
            root.Options[root.Options.IndexOf(library)] = new HelpOption("--help", "-h", "-?") { Description = "Show help", Action = new Help(inner) };
        }
    }

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        TextWriter output = parseResult.InvocationConfiguration.Output;
        using var text = new StringWriter { NewLine = "\n" };
        parseResult.InvocationConfiguration.Output = text;
        // A verb below one that takes arguments has none of these.
        Argument[] others = [.. parseResult.CommandResult.Command.Parents.OfType<Command>().SelectMany(parent => parent.Arguments).Where(argument => !argument.Hidden)];
        Array.ForEach(others, argument => argument.Hidden = true);
        inner.Invoke(parseResult);
        Array.ForEach(others, argument => argument.Hidden = false);
        parseResult.InvocationConfiguration.Output = output;

        Command command = parseResult.CommandResult.Command;
        output.Write(WithoutArgumentsAbove(command, text.ToString().TrimEnd().Replace(RootCommand.ExecutableName, "leastwise", StringComparison.Ordinal)));
        output.Write("\n");

        // Two verbs may have parts of one name.
        if (Examples.TryGetValue($"{command.Parents.FirstOrDefault()?.Name} {command.Name}", out string? example) || Examples.TryGetValue(command.Name, out example))
        {
            output.Write($"\nExample:\n  {example}\n");
        }

        return ExitCode.Done;
    }

    /// <summary>The library shows the arguments of the verb above, which one below does not take.</summary>
    private static string WithoutArgumentsAbove(Command command, string text)
    {
        if (command.Arguments.Count > 0 || command.Parents.OfType<Command>().FirstOrDefault() is not { Arguments: [var argument] })
        {
            return text;
        }

        int from = text.IndexOf("Arguments:\n", StringComparison.Ordinal), to = text.IndexOf("Options:\n", StringComparison.Ordinal);
        return (from < 0 || to < from ? text : text.Remove(from, to - from)).Replace($" <{argument.Name}>...", "", StringComparison.Ordinal);
    }
}
