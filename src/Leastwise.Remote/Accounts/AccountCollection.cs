using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Leastwise.Remote.Accounts;

/// <summary>What became of one part of a collection.</summary>
/// <param name="Name">The part, such as <c>credential report</c>.</param>
/// <param name="Place">The file or folder; null where there is none.</param>
/// <param name="Note">What is to be said: what was fetched, or why it is missing.</param>
/// <param name="Failed">Whether it is missing for another reason than a privilege that is not given, so that running again may help.</param>
public sealed record CollectedPart(string Name, string? Place, string Note, bool Failed = false);

/// <summary>Who was asked as.</summary>
/// <param name="Account">Twelve digits.</param>
/// <param name="Arn">The user, role session or root.</param>
public sealed record CallerIdentity(string Account, string Arn);

/// <summary>Fetches all that is known of one account into a folder that the other verbs take. What is not permitted is named and left out.</summary>
/// <param name="session">As whom.</param>
/// <param name="folder">The folder of the collection.</param>
/// <param name="allVersions">Whether versions of policies that are not the default one are kept.</param>
/// <param name="parallel">So many calls at a time.</param>
/// <param name="verb">The verb that asks, for messages on privileges that are missing.</param>
public sealed class AccountCollection(AwsSession session, string folder, bool allVersions, int parallel, string verb = "collect")
{
    /// <summary>What the part with the account's details is called.</summary>
    public const string DetailsPart = "account details";

    private readonly AwsCaller caller = new(session, verb);
    private readonly CollectedFiles files = new(folder);
    private readonly List<CollectedPart> parts = [];

    /// <summary>The account's details as they were fetched; null where they were not, or not yet.</summary>
    public DownloadedDetails? Details { get; private set; }

    /// <summary>Whether IAM is asked what each user and role last used, which takes it a while.</summary>
    public bool WithLastAccessed { get; init; } = true;

    /// <summary>Whether the organization is asked for; else its file is another's business.</summary>
    public bool WithOrganization { get; init; } = true;

    /// <summary>What a file is, by its own word: <c>account</c>, <c>trails</c> or <c>permissionSets</c>. Null where it does not say so at its beginning, or cannot be read.</summary>
    public static string? NoteOf(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            byte[] start = new byte[64];
            int length = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            string[] words = System.Text.Encoding.UTF8.GetString(start, 0, length).TrimStart('{', ' ', '\n', '\r').Split('"');
            return words is ["", "collected", _, var kind, _, ..] ? kind : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Whose credentials these are; it needs no privilege.</summary>
    /// <exception cref="RemoteException">STS failed, or does not know them.</exception>
    public async Task<CallerIdentity> IdentityAsync(CancellationToken cancellation)
    {
        XElement identity = await caller.QueryAsync(AwsService.Sts, "GetCallerIdentity", null, cancellation).ConfigureAwait(false);
        return identity.Text("Account") is { Length: 12 } account && account.All(char.IsAsciiDigit)
            ? new CallerIdentity(account, identity.Text("Arn") ?? "")
            : throw new RemoteException("STS answered GetCallerIdentity without an account; is the endpoint AWS's?");
    }

    /// <summary>Fetches what is of the account itself.</summary>
    /// <param name="identity">Whose credentials these are.</param>
    /// <param name="progress">Told what is going on; null for nobody.</param>
    /// <param name="cancellation">Ends it; files that are whole stay.</param>
    public async Task<ImmutableArray<CollectedPart>> RunAsync(CallerIdentity identity, Action<string>? progress, CancellationToken cancellation)
    {
        string account = identity.Account;
        ImmutableArray<(string Arn, string UniqueId)> principals = [];
        progress?.Invoke(DetailsPart);
        await PartAsync(DetailsPart, async () =>
        {
            DownloadedDetails details = await new AuthorizationDownload(caller, allVersions).RunAsync(files.Details(account), null, cancellation).ConfigureAwait(false);
            Details = details;
            principals = details.Principals;
            parts.AddRange(details.Notes.Select(note => new CollectedPart("boundary", null, note)));
            return (details.Path, $"{details.Users:N0} users, {details.Groups:N0} groups, {details.Roles:N0} roles, {details.Policies:N0} policies");
        }).ConfigureAwait(false);
        await PartAsync("account aliases", async () =>
        {
            XElement aliases = await caller.QueryAsync(AwsService.Iam, "ListAccountAliases", null, cancellation).ConfigureAwait(false);
            string[] names = [.. aliases.Members("AccountAliases").Select(alias => alias.Value).Order(StringComparer.Ordinal)];
            string path = files.Account(account);
            await CollectedFiles.WriteAsync(path, new JsonObject
            {
                ["collected"] = "account",
                ["account"] = account,
                ["partition"] = session.Partition.Name,
                ["aliases"] = new JsonArray([.. names.Select(name => JsonValue.Create(name))]),
            }).ConfigureAwait(false);
            return (path, names.Length == 0 ? "none" : string.Join(", ", names));
        }).ConfigureAwait(false);
        progress?.Invoke("credential report");
        await PartAsync("credential report", async () =>
        {
            byte[] report = await new CredentialReportCollection(caller).FetchAsync(cancellation).ConfigureAwait(false);
            string path = files.Credentials(account);
            await PrivateFile.WriteAsync(path, report).ConfigureAwait(false);
            return (path, $"{report.Length:N0} bytes");
        }).ConfigureAwait(false);
        await PartAsync("trails", async () =>
        {
            var refusals = new List<RemoteException>();
            JsonObject trails = await new TrailCollection(session, verb).FetchAsync(account, refusals, cancellation).ConfigureAwait(false);
            string path = files.Trails(account);
            await CollectedFiles.WriteAsync(path, trails).ConfigureAwait(false);
            parts.AddRange(refusals.Select(refusal => new CollectedPart("a trail's settings", null, refusal.Message, refusal.MissingPrivilege is null)));
            return (path, $"{trails["trailList"]?.AsArray().Count ?? 0:N0}");
        }).ConfigureAwait(false);
        if (WithLastAccessed)
        {
            await LastAccessedAsync(account, principals, progress, cancellation).ConfigureAwait(false);
        }

        return [.. parts];
    }

    /// <summary>Fetches what is of the organization as a whole.</summary>
    /// <param name="progress">Told what is going on; null for nobody.</param>
    /// <param name="cancellation">Ends it; files that are whole stay.</param>
    public async Task<ImmutableArray<CollectedPart>> RunOnOrganizationAsync(Action<string>? progress, CancellationToken cancellation)
    {
        parts.Clear();
        if (WithOrganization)
        {
            progress?.Invoke("organization");
            await PartAsync("organization", async () =>
            {
                if (await new OrganizationCollection(caller).FetchAsync(cancellation).ConfigureAwait(false) is not { } organization)
                {
                    return (null, "the account is in none");
                }

                await CollectedFiles.WriteAsync(files.Organization, organization).ConfigureAwait(false);
                return (files.Organization, $"{organization["policies"]?.AsArray().Count ?? 0:N0} policies of its own");
            }).ConfigureAwait(false);
        }

        await PartAsync("permission sets", async () =>
        {
            if (await new PermissionSetCollection(caller).FetchAsync(cancellation).ConfigureAwait(false) is not { } sets)
            {
                return (null, $"Identity Center has no instance in {session.Region}; where it has one elsewhere, name that region with --region");
            }

            await CollectedFiles.WriteAsync(files.PermissionSets, sets).ConfigureAwait(false);
            return (files.PermissionSets, $"{sets["instances"]?.AsArray().Sum(instance => instance?["PermissionSets"]?.AsArray().Count ?? 0) ?? 0:N0}");
        }).ConfigureAwait(false);
        return [.. parts];
    }

    private async Task LastAccessedAsync(string account, ImmutableArray<(string Arn, string UniqueId)> principals, Action<string>? progress, CancellationToken cancellation)
    {
        if (principals.IsEmpty)
        {
            parts.Add(new CollectedPart("last accessed", null, "left out, as no users and roles are known"));
            return;
        }

        await PartAsync("last accessed", async () =>
        {
            (int written, int refused, RemoteException? first) = await new LastAccessedCollection(caller, parallel)
                .RunAsync(principals, id => files.LastAccessed(account, id), count => progress?.Invoke($"last accessed: {count:N0} of {principals.Length:N0}"), cancellation)
                .ConfigureAwait(false);
            if (first is not null)
            {
                parts.Add(new CollectedPart("last accessed", null, $"left out for {refused:N0} of {principals.Length:N0} users and roles: {first.Message}"));
            }

            return written == 0 ? (null, "") : (Path.Combine(folder, "last-accessed", account), $"{written:N0} users and roles");
        }).ConfigureAwait(false);
    }

    private async Task PartAsync(string name, Func<Task<(string? Place, string Note)>> fetch)
    {
        try
        {
            (string? place, string note) = await fetch().ConfigureAwait(false);
            if (note.Length > 0)
            {
                parts.Add(new CollectedPart(name, place, note));
            }
        }
        catch (RemoteException refused)
        {
            parts.Add(new CollectedPart(name, null, $"left out: {refused.Message}", refused.MissingPrivilege is null));
        }
    }
}
