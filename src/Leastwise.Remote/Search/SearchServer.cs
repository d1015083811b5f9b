using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Leastwise.Remote.Search;

/// <summary>What the server is, as far as its APIs differ.</summary>
/// <param name="IsOpenSearch">OpenSearch, or Elasticsearch.</param>
/// <param name="Version">Its version.</param>
/// <param name="Id">What tells the cluster from others; the host's name where it does not say.</param>
internal sealed record SearchServer(bool IsOpenSearch, Version Version, string Id)
{
    /// <summary>Whether documents of an index have a type, which stands in paths.</summary>
    public bool HasTypes => !IsOpenSearch && Version.Major < 7;

    /// <summary>Whether days are called by the calendar; earlier ones call them an interval.</summary>
    public bool HasCalendar => IsOpenSearch || Version >= new Version(7, 2);

    /// <summary>Whether sums by several fields count records that lack one of them. Where they do not, or there are no paged sums at all, records are taken one by one.</summary>
    /// <remarks>Sources: "Composite aggregation", Elasticsearch Guide 6.4 (<c>missing_bucket</c>); "Release notes", 6.1.0 (the aggregation itself).</remarks>
    public bool CanGroup => IsOpenSearch || Version >= new Version(6, 4);

    /// <summary>The name for people.</summary>
    public string Label => $"{(IsOpenSearch ? "OpenSearch" : "Elasticsearch")} {Version}";

    /// <summary>
    /// The type of field that takes an object of any shape without making fields of its parts: <c>flattened</c> from Elasticsearch 7.3 on, <c>flat_object</c> from
    /// OpenSearch 2.7 on; null where there is none.
    /// </summary>
    public string? FlatType => IsOpenSearch ? (Version >= new Version(2, 7) ? "flat_object" : null) : Version >= new Version(7, 3) ? "flattened" : null;

    /// <summary>Asks the server.</summary>
    /// <exception cref="RemoteException">It is none of those known, or too old.</exception>
    public static async Task<SearchServer> AskAsync(SearchClient client, CancellationToken cancellation)
    {
        SearchReply reply = await client.AskAsync(HttpMethod.Get, "", default, "application/json", cancellation).ConfigureAwait(false);
        if (reply.Status == HttpStatusCode.NotFound && client.Options.Address.Host.Contains(".aoss.", StringComparison.Ordinal))
        {
            // Serverless collections do not say what they are.
            return new SearchServer(true, new Version(2, 11), client.Options.Address.Host);
        }

        JsonElement version = reply.Json.At("version");
        string number = $"{version.At("number")}";
        if ((int)reply.Status >= 300 || !TryParse(number, out Version? parsed))
        {
            throw client.Failure(reply, "is neither OpenSearch nor Elasticsearch, or says nothing of its version. Check the address");
        }

        bool open = $"{version.At("distribution")}" == "opensearch";
        string id = $"{reply.Json.At("cluster_uuid")}";
        var server = new SearchServer(open, parsed, id is "" or "_na_" ? client.Options.Address.Authority : id);
        return open || parsed >= new Version(6, 0)
            ? server
            : throw new RemoteException($"{client.Options.Address.Host} is {server.Label}. Elasticsearch 6.0 or later is needed.");
    }

    private static bool TryParse(string number, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Version? version)
    {
        string[] parts = number.Split('-')[0].Split('.');
        version = parts.Length >= 2 && int.TryParse(parts[0], CultureInfo.InvariantCulture, out int major) && int.TryParse(parts[1], CultureInfo.InvariantCulture, out int minor)
            ? new Version(major, minor) : null;
        return version is not null;
    }
}
