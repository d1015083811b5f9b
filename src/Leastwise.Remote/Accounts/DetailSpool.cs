using System.Text;
using System.Text.Json;
using System.Xml.Linq;

namespace Leastwise.Remote.Accounts;

/// <summary>
/// Takes the entries of authorization details as pages bring them, users, roles and policies mixed, and writes them list by list: what is there waits
/// in files, so that a large account needs no memory.
/// </summary>
internal sealed class DetailSpool : IAsyncDisposable
{
    // As Cloudsplaining's files have them.
    private static readonly string[] Names = ["UserDetailList", "GroupDetailList", "RoleDetailList", "Policies"];

    private readonly Dictionary<string, FileStream> parts;
    private readonly bool allVersions;

    /// <summary>Begins.</summary>
    /// <param name="place">The file that is to be: the others lie beside it until it is done.</param>
    /// <param name="allVersions">Whether versions of policies that are not the default one are kept.</param>
    public DetailSpool(string place, bool allVersions)
    {
        this.allVersions = allVersions;
        parts = Names.ToDictionary(name => name, name => PrivateFile.CreateNameless($"{place}.{name}.part"), StringComparer.Ordinal);
    }

    /// <summary>How many entries there are of each list.</summary>
    public Dictionary<string, int> Counts { get; } = Names.ToDictionary(name => name, _ => 0, StringComparer.Ordinal);

    /// <summary>Takes the entries of a page.</summary>
    /// <returns>The entries that were taken, with the list that each is of.</returns>
    public IEnumerable<(string List, XElement Entry)> Take(XElement page)
    {
        foreach (string name in Names)
        {
            foreach (XElement entry in page.Members(name))
            {
                Take(name, entry);
                yield return (name, entry);
            }
        }
    }

    /// <summary>Takes an entry.</summary>
    public void Take(string list, XElement entry)
    {
        FileStream part = parts[list];
        part.Write(Counts[list]++ == 0 ? "\n"u8 : ",\n"u8);
        using var writer = new Utf8JsonWriter(part, IamJson.Form);
        IamJson.Write(writer, entry, allVersions);
    }

    /// <summary>Writes all that was taken as one object.</summary>
    public async Task WriteAsync(Stream target, CancellationToken cancellation)
    {
        for (int i = 0; i < Names.Length; i++)
        {
            FileStream part = parts[Names[i]];
            target.Write(Encoding.UTF8.GetBytes($"{(i == 0 ? "{" : ",")}\n\"{Names[i]}\": ["));
            part.Position = 0;
            await part.CopyToAsync(target, cancellation).ConfigureAwait(false);
            target.Write("]"u8);
        }

        target.Write("\n}\n"u8);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (FileStream part in parts.Values)
        {
            await part.DisposeAsync().ConfigureAwait(false);
        }
    }
}
