using System.Collections.Immutable;
using Leastwise.Principals;
using Leastwise.Remote;
using Leastwise.Remote.Accounts;
using Leastwise.Reporting;
using Leastwise.Risks.Paths;

namespace Leastwise.Cli;

/// <summary>What of many accounts is to be assessed.</summary>
/// <param name="Input">Logs, window and organization as typed.</param>
/// <param name="Accounts">The accounts; null for those of the organization.</param>
/// <param name="Role">The role in each.</param>
/// <param name="Parallel">So many at a time.</param>
/// <param name="Folder">Where the reports go; null where they go into the bucket alone.</param>
/// <param name="Bucket">The bucket that they are put into; null for none.</param>
/// <param name="Existing">What runs with roles.</param>
internal sealed record ManyAssessmentsRequest(InputRequest Input, ImmutableArray<ListedAccount>? Accounts, string Role, int Parallel, string? Folder, string? Bucket, ExistingResources Existing);

/// <summary>Fetches many accounts, judges all of them together, and writes a report for each and one for all. One that fails does not stop the others.</summary>
internal sealed class ManyAssessments(Terminal terminal, AwsOptions options, CancellationToken cancellation)
{
    private const string Verb = "assess";
    private const string All = "all-accounts";

    /// <summary>Runs it.</summary>
    /// <returns>4 where an account failed, else what an assessment of all together ends with.</returns>
    /// <exception cref="RemoteException">Nothing could be fetched, or the bucket does not take the reports.</exception>
    public async Task<int> RunAsync(ManyAssessmentsRequest request)
    {
        // Before anything is fetched: a mistyped path need not wait for a hundred accounts.
        InputReading.RequireLedger(request.Input.Ledger, withLogs: request.Input.Trail.Length > 0);
        CustomPages custom = CustomPageFiles.Read();
        using var network = new AwsNetwork(TimeProvider.System);
        AwsSession session = AwsSession.Open(options, network);
        CallerIdentity identity = await new AccountCollection(session, ".", false, 1, Verb).IdentityAsync(cancellation);
        ImmutableArray<ListedAccount> accounts = request.Accounts ?? await ManyAccountsOptions.OfOrganizationAsync(session, Verb, terminal, cancellation);
        using var place = new ScanFolder(request.Folder, accounts);
        ImmutableArray<AccountOutcome<Collected>> outcomes = await FetchAsync(request, session, identity, accounts, place);
        Assessed all = Assess(request, place);
        foreach (AccountOutcome<Collected> outcome in outcomes.Where(outcome => outcome.Value is not null))
        {
            cancellation.ThrowIfCancellationRequested();
            WritePart(all, outcome.Account, place, request.Existing, custom);
        }

        string page = ReportFiles.Write(all.Assessment, place.Reports, All, custom, isPrivate: true);
        terminal.Out.Write(AssessmentText.Write(all.Assessment, terminal.Width, terminal.Color, request.Folder is null ? $"s3://{request.Bucket}/{All}.html" : page));
        if (request.Bucket is { } bucket)
        {
            await new ReportBucket(session, bucket, Verb).PutAsync(place.Reports, cancellation);
            terminal.Error.WriteLine($"Put into s3://{Legible.Plain(bucket)}: {string.Join(", ", Directory.GetFiles(place.Reports).Select(Path.GetFileName).Order(StringComparer.Ordinal))}.");
        }

        int failed = outcomes.Count(outcome => outcome.Value is null);
        terminal.Error.WriteLine($"{outcomes.Length - failed:N0} of {outcomes.Length:N0} accounts fetched{(failed == 0 ? "" : $"; {failed:N0} failed, see above")}.");
        return failed > 0 ? ExitCode.Remote : all.ExitCode;
    }

    private async Task<ImmutableArray<AccountOutcome<Collected>>> FetchAsync(
        ManyAssessmentsRequest request, AwsSession session, CallerIdentity identity, ImmutableArray<ListedAccount> accounts, ScanFolder place)
    {
        // Without a window that logs or both days give, what was last accessed settles nothing; asking for it takes IAM minutes for a large account.
        InputRequest input = request.Input;
        bool withLastAccessed = input.Trail.Length > 0 || input.Ledger is not null || (input.Start is not null && input.End is not null);
        ImmutableArray<AccountOutcome<Collected>> outcomes = await new ManyAccounts(session, request.Role, options.ExternalId, request.Parallel).RunAsync(accounts, identity.Account, async (account, entered, token) =>
        {
            string folder = place.FolderOf(account);
            PrivateFile.CreateFolder(folder);
            Collected collected = await Collected.FetchAsync(new AccountCollection(entered, folder, allVersions: false, 1, Verb) { WithLastAccessed = withLastAccessed }, entered, account.Id, null, token);
            if (collected.Details is null)
            {
                Directory.Delete(folder, recursive: true);
                throw new RemoteException(collected.Parts.FirstOrDefault(part => part.Name == AccountCollection.DetailsPart)?.Note ?? "no account details.");
            }

            return collected;
        }, cancellation);
        foreach (AccountOutcome<Collected> outcome in outcomes)
        {
            string name = $"{outcome.Account.Name} ({outcome.Account.Id})";
            if (outcome.Failure is { } failure)
            {
                terminal.Error.WriteLine(Legible.Plain($"{name}: {failure}"));
            }

            Say(outcome.Value?.Parts ?? [], name);
        }

        if (outcomes.All(outcome => outcome.Value is null))
        {
            throw new RemoteException("No account could be fetched, so there is nothing to judge.");
        }

        Say(await new AccountCollection(session, place.Details, allVersions: false, 1, Verb) { WithOrganization = input.Organization is null }.RunOnOrganizationAsync(null, cancellation), null);
        return outcomes;
    }

    private Assessed Assess(ManyAssessmentsRequest request, ScanFolder place)
    {
        InputRequest typed = request.Input;
        var all = new InputRequest(place.Details, [], typed.Trail, typed.Organization, typed.Start, typed.End, typed.Ledger) { Name = All, Called = place.Collected };
        return new Assessor(terminal, cancellation).Run(all, withPaths: true, existing: request.Existing);
    }

    private void WritePart(Assessed all, ListedAccount listed, ScanFolder place, ExistingResources existing, CustomPages custom)
    {
        string name = place.NameOf(listed);
        if (all.Accounts.FirstOrDefault(account => account.AccountId == listed.Id) is not { } account)
        {
            terminal.Error.WriteLine(Legible.Plain($"{listed.Name} ({listed.Id}): it has no users and roles, so there is nothing to judge."));
            return;
        }

        // A file of another account lies below that account's name; what lies elsewhere, such as the organization's, concerns all.
        Assessment part = AssessmentSlice.Of(all.Assessment, listed.Id, name, problem => problem.Position.File.StartsWith(name + "/", StringComparison.Ordinal) || !place.IsOfAccount(problem.Position.File));
        ReportFiles.Write(part with { Paths = AssessedRoutes.OfAccount(part, account, all, existing) }, place.Reports, name, custom, isPrivate: true);
    }

    private void Say(ImmutableArray<CollectedPart> parts, string? account)
    {
        foreach (CollectedPart part in parts.Where(part => part.Place is null))
        {
            terminal.Error.WriteLine(Collected.Missing(part, account));
        }
    }
}
