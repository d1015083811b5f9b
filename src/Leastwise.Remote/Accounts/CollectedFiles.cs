using System.Text.Json;
using System.Text.Json.Nodes;

namespace Leastwise.Remote.Accounts;

/// <summary>Where the files of a collection lie. Those that no AWS tool writes say at their beginning what they are, by <c>collected</c>.</summary>
/// <param name="Folder">The folder of the collection.</param>
internal sealed record CollectedFiles(string Folder)
{
    /// <summary>The authorization details of an account.</summary>
    public string Details(string account) => Place("iam", $"{account}.json");

    /// <summary>The organization.</summary>
    public string Organization => Place("organization.json");

    /// <summary>An account's number and aliases.</summary>
    public string Account(string account) => Place("account", $"{account}.json");

    /// <summary>IAM's credential report.</summary>
    public string Credentials(string account) => Place("credential-report", $"{account}.csv");

    /// <summary>What a user or role last used.</summary>
    public string LastAccessed(string account, string uniqueId) => Place("last-accessed", account, $"{uniqueId}.json");

    /// <summary>Trails with their state and event selectors.</summary>
    public string Trails(string account) => Place("trails", $"{account}.json");

    /// <summary>Permission sets of IAM Identity Center.</summary>
    public string PermissionSets => Place("permission-sets.json");

    /// <summary>Writes one of them.</summary>
    public static Task WriteAsync(string path, JsonObject content) => PrivateFile.WriteAsync(path, stream =>
    {
        using (var writer = new Utf8JsonWriter(stream, IamJson.Form))
        {
            content.WriteTo(writer);
        }

        stream.WriteByte((byte)'\n');
        return Task.CompletedTask;
    });

    private string Place(params ReadOnlySpan<string> parts)
    {
        string path = Path.Combine([Folder, .. parts]);
        PrivateFile.CreateFolder(Path.GetDirectoryName(path) ?? Folder);
        return path;
    }
}
