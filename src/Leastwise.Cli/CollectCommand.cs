using System.Collections.Immutable;
using System.CommandLine;
using Leastwise.Remote;
using Leastwise.Remote.Accounts;
using Leastwise.Reporting;

namespace Leastwise.Cli;

/// <summary><c>collect</c>: everything that AWS tells of accounts, into a folder that the other verbs take.</summary>
internal static class CollectCommand
{
    public static Command Create(Terminal terminal)
    {
        var aws = new AwsCliOptions(withAccounts: true);
        var many = new ManyAccountsOptions();
        var output = new Option<string>("-o", "--output") { Description = "The folder to write into; it is made where it is not there", HelpName = "DIR", Required = true };
        var versions = new Option<bool>("--include-non-default-policy-versions") { Description = "Keep the versions of policies that are not the default one, too" };
        var command = new Command("collect", "Fetch what AWS tells of an account, or of many: details, organization, credential report, last use, trails, permission sets. What is not permitted is named and left out.")
        {
            output, versions,
        };
        aws.AddTo(command);
        many.AddTo(command, required: false);
        command.SetAction(async (parsed, cancellation) =>
        {
            AwsOptions options = aws.Read(parsed);
            ImmutableArray<ListedAccount>? accounts = many.OfFile(parsed);
            using var network = new AwsNetwork(TimeProvider.System);
            AwsSession session = AwsSession.Open(options, network);
            string folder = parsed.GetRequiredValue(output);
            int parallel = many.Parallel(parsed);
            bool all = parsed.GetValue(versions);
            using var progress = new ProgressLine(terminal);
            void Show(string text)
            {
                // Several calls are under way at once.
                lock (progress)
                {
                    progress.Show(text);
                }
            }

            try
            {
                PrivateFile.CreateFolder(folder);
                CallerIdentity identity = await new AccountCollection(session, folder, all, parallel).IdentityAsync(cancellation);
                accounts = many.IsOrganization(parsed) ? await ManyAccountsOptions.OfOrganizationAsync(session, "collect", terminal, cancellation) : accounts;
                ImmutableArray<AccountOutcome<Collected>> outcomes = accounts is { } listed && many.Role(parsed) is { } role
                    // Within an account one call at a time, so that it is as many calls as accounts.
                    ? await new ManyAccounts(session, role, options.ExternalId, parallel).RunAsync(listed, identity.Account, (account, entered, token) => Collected.FetchAsync(new AccountCollection(entered, folder, all, 1), entered, account.Id, null, token), cancellation)
                    : [new(new ListedAccount("", identity.Account), await Collected.FetchAsync(new AccountCollection(session, folder, all, parallel), session, identity.Account, Show, cancellation), null)];
                ImmutableArray<CollectedPart> shared = await new AccountCollection(session, folder, all, parallel).RunOnOrganizationAsync(Show, cancellation);
                progress.Dispose();
                return Say(terminal, outcomes, shared, folder);
            }
            catch (UnauthorizedAccessException refused)
            {
                throw new InputException($"{folder}: nothing can be written here ({refused.Message.TrimEnd('.')}). Name another folder with -o.");
            }
        });
        return command;
    }

    private static int Say(Terminal terminal, ImmutableArray<AccountOutcome<Collected>> outcomes, ImmutableArray<CollectedPart> shared, string folder)
    {
        foreach (AccountOutcome<Collected> outcome in outcomes)
        {
            string name = outcome.Account.Name.Length == 0 ? outcome.Account.Id : $"{outcome.Account.Name} ({outcome.Account.Id})";
            if (outcome.Failure is { } failure)
            {
                terminal.Error.WriteLine(Legible.Plain($"{name}: {failure}"));
                continue;
            }

            terminal.Out.WriteLine(Legible.Plain($"account {name}"));
            Say(terminal, outcome.Value?.Parts ?? [], name);
        }

        terminal.Out.WriteLine("organization");
        Say(terminal, shared, null);
        ImmutableArray<CollectedPart> all = [.. outcomes.SelectMany(outcome => outcome.Value?.Parts ?? []), .. shared];
        bool anything = all.Any(part => part.Place is not null);
        terminal.Out.WriteLine(anything ? $"Now run 'leastwise assess {Legible.Plain(folder)}', with the logs in the same folder or named with --trail." : "Nothing could be fetched.");
        return !anything || all.Any(part => part.Failed) || outcomes.Any(outcome => outcome.Failure is not null) ? ExitCode.Remote : ExitCode.Done;
    }

    private static void Say(Terminal terminal, ImmutableArray<CollectedPart> parts, string? account)
    {
        foreach (CollectedPart part in parts)
        {
            if (part.Place is { } place)
            {
                terminal.Out.WriteLine(Legible.Plain($"  {part.Name,-18} {place} ({part.Note})"));
            }
            else
            {
                terminal.Error.WriteLine(Collected.Missing(part, account));
            }
        }
    }
}
