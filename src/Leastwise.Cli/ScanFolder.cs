using System.Collections.Immutable;
using Leastwise.Remote;

namespace Leastwise.Cli;

/// <summary>Where details of many accounts wait to be judged, readable by their user alone and gone afterwards, and where the reports go.</summary>
internal sealed class ScanFolder : IDisposable
{
    private readonly DirectoryInfo temporary = Directory.CreateTempSubdirectory("leastwise-scan-");
    private readonly Dictionary<string, string> names = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Makes the folders.</summary>
    /// <param name="reports">The folder for reports; null for one that is gone afterwards, too.</param>
    /// <param name="accounts">The accounts. Names are given out here, in their order: fetched side by side, two of one name would take them by chance.</param>
    public ScanFolder(string? reports, ImmutableArray<ListedAccount> accounts)
    {
        foreach (ListedAccount account in accounts)
        {
            NameOf(account);
        }

        Reports = reports ?? Path.Combine(temporary.FullName, "reports");
        PrivateFile.CreateFolder(Reports);
        PrivateFile.CreateFolder(Details);
    }

    /// <summary>The folder for reports.</summary>
    public string Reports { get; }

    /// <summary>The folder with the details of all accounts.</summary>
    public string Details => Path.Combine(temporary.FullName, "all-accounts");

    /// <summary>What the file with an account's details is called beside the reports.</summary>
    public static string Called(string details) => $"{Path.GetFileNameWithoutExtension(details)}-details.json";

    /// <summary>The file for the organization.</summary>
    public string Organization => Path.Combine(temporary.FullName, "organization.json");

    /// <summary>The file for an account's details, named as the account is, since reports are named after it.</summary>
    public string DetailsOf(ListedAccount account) => Path.Combine(Details, NameOf(account) + ".json");

    /// <summary>The folder for all that is collected of an account.</summary>
    public string FolderOf(ListedAccount account) => Path.Combine(Details, NameOf(account));

    /// <summary>What a file of <see cref="Details"/> is called where it is gone, such as <c>shop/iam/222222222222.json</c>.</summary>
    public string Collected(string file) => file.StartsWith(Details + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? Path.GetRelativePath(Details, file).Replace('\\', '/') : file;

    /// <summary>Whether <see cref="Collected"/> gave a file such a name that it is an account's.</summary>
    public bool IsOfAccount(string called) => called.IndexOf('/', StringComparison.Ordinal) is > 0 and int end && names.ContainsKey(called[..end]);

    /// <summary>What an account's reports are called.</summary>
    public string NameOf(ListedAccount account)
    {
        lock (names)
        {
            string name = string.Concat(account.Name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or ' ' ? letter : '_')).Trim('.', ' ');
            // Two accounts of one name, or one named as the report on all, would write over one another.
            bool isTaken = name.Length == 0 || name.Equals("all-accounts", StringComparison.OrdinalIgnoreCase) || (names.TryGetValue(name, out string? other) && other != account.Id);
            name = isTaken ? $"{name}{(name.Length == 0 ? "" : "-")}{account.Id}" : name;
            names[name] = account.Id;
            return name;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => temporary.Delete(recursive: true);
}
