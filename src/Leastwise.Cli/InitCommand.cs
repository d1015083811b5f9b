using System.CommandLine;
using Leastwise.Remote;
using Leastwise.Text;

namespace Leastwise.Cli;

/// <summary><c>init policy VERB</c>: the smallest IAM policy with which a verb can do its work.</summary>
internal static class InitCommand
{
    private static readonly string[] Partitions = [AwsPartition.Commercial.Name, AwsPartition.GovCloud.Name, AwsPartition.China.Name];

    public static Command Create(Terminal terminal)
    {
        string verbs = string.Join(", ", VerbPolicies.All.Select(policy => policy.Verb));
        var verb = new Argument<string[]>("VERB") { Description = $"The verb that is to be allowed: {verbs}", Arity = ArgumentArity.OneOrMore };
        verb.CompletionSources.Add(_ => VerbPolicies.All.Select(policy => new System.CommandLine.Completions.CompletionItem(policy.Verb)));
        var partition = new Option<string>("--partition") { Description = "The partition that the policy is for", HelpName = string.Join('|', Partitions), DefaultValueFactory = _ => AwsPartition.Commercial.Name };
        partition.AcceptOnlyFromAmong(Partitions);
        var policy = new Command("policy", "Print the smallest IAM policy with which a verb can do its work.") { verb, partition };
        policy.SetAction(parsed =>
        {
            string typed = string.Join(' ', parsed.GetValue(verb) ?? []);
            VerbPolicy found = VerbPolicies.Find(typed) ?? throw Unknown(typed, verbs);
            terminal.WriteJson(stream => stream.Write(found.ToJson(parsed.GetRequiredValue(partition))));
            if (found.Advice is { } advice)
            {
                terminal.Error.WriteLine(advice);
            }

            return ExitCode.Done;
        });
        return new Command("init", "Print what to start from.") { policy };
    }

    private static UsageException Unknown(string typed, string verbs)
    {
        string nearest = NearestName.Find(typed, VerbPolicies.All.Select(policy => policy.Verb)) is [var near, ..] ? $" Did you mean '{near}'?" : "";
        return new UsageException($"'{Reporting.Legible.Plain(typed)}' asks nothing of AWS, so it needs no policy; these do: {verbs}.{nearest}");
    }
}
