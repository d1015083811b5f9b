using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Leastwise.Remote.Accounts;

/// <summary>Lists of JSON services that come in pages, and jobs that take a while.</summary>
internal static class AwsPages
{
    /// <summary>How long to wait before a job is asked about again: half a second at first, never more than five.</summary>
    public static TimeSpan PauseBefore(int question) => TimeSpan.FromSeconds(Math.Min(0.5 * (question + 1), 5));

    /// <summary>The elements of a list, over all pages.</summary>
    /// <param name="caller">As whom.</param>
    /// <param name="service">The service.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="list">The list's name in the answer.</param>
    /// <param name="body">What is asked; of each page anew with its token.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async IAsyncEnumerable<JsonElement> ListAsync(
        this AwsCaller caller, AwsService service, string operation, string list, JsonObject body, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (true)
        {
            JsonElement page = await caller.JsonAsync(service, operation, body, cancellation).ConfigureAwait(false);
            foreach (JsonElement element in page.TryGetProperty(list, out JsonElement elements) && elements.ValueKind == JsonValueKind.Array ? [.. elements.EnumerateArray()] : (JsonElement[])[])
            {
                yield return element;
            }

            if (page.Text("NextToken") is not { } token)
            {
                yield break;
            }

            if (!seen.Add(token))
            {
                throw new RemoteException($"{service.Name} {operation}: the pages for {caller.Session.Label} begin again and do not end. Run it again.");
            }

            body = body.DeepClone().AsObject();
            body["NextToken"] = token;
        }
    }

    /// <summary>A property's text; null where there is none or it is empty.</summary>
    public static string? Text(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;
}
