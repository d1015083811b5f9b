using System.IO.Enumeration;

namespace Leastwise.Trail;

/// <summary>
/// Expands patterns that a shell has not expanded: <c>*</c> and <c>?</c> within a name, <c>**</c> for folders at any depth. Hidden names are matched only
/// by a pattern that begins with a dot, as shells do. Links to folders are not followed by <c>**</c>.
/// </summary>
internal static class TrailGlob
{
    private static readonly char[] Signs = ['*', '?'];

    /// <summary>Whether the path is a pattern.</summary>
    public static bool IsPattern(string path) => path.IndexOfAny(Signs) >= 0;

    /// <summary>The files and folders that match, in ordinal order.</summary>
    public static IReadOnlyList<string> Expand(string pattern)
    {
        string[] parts = pattern.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
        var found = new SortedSet<string>(StringComparer.Ordinal) { Path.IsPathRooted(pattern) ? Path.DirectorySeparatorChar.ToString() : "" };
        for (int part = 0; part < parts.Length; part++)
        {
            var next = new SortedSet<string>(StringComparer.Ordinal);
            foreach (string folder in found)
            {
                next.UnionWith(Match(folder, parts[part]));
            }

            found = next;
        }

        // A folder stands for all that is in it, so what lies in a folder that matched need not be named again.
        return [.. found.Where(path => path.Length > 0)];
    }

    private static IEnumerable<string> Match(string folder, string part)
    {
        if (part == "**")
        {
            return Folders(folder).Prepend(folder);
        }

        if (!IsPattern(part))
        {
            string path = Path.Combine(folder, part);
            return File.Exists(path) || Directory.Exists(path) ? [path] : [];
        }

        return Entries(folder)
            .Where(path => Path.GetFileName(path) is string name && (name[0] != '.' || part[0] == '.') && FileSystemName.MatchesSimpleExpression(part, name, ignoreCase: false));
    }

    private static IEnumerable<string> Folders(string folder)
    {
        foreach (string inner in Entries(folder).Where(path => Path.GetFileName(path)[0] != '.' && Directory.Exists(path) && new DirectoryInfo(path).LinkTarget is null))
        {
            yield return inner;
            foreach (string deeper in Folders(inner))
            {
                yield return deeper;
            }
        }
    }

    /// <summary>What is in a folder; nothing where it cannot be read, as shells do.</summary>
    private static string[] Entries(string folder)
    {
        try
        {
            string[] entries = Directory.Exists(folder.Length == 0 ? "." : folder) ? Directory.GetFileSystemEntries(folder.Length == 0 ? "." : folder) : [];
            return folder.Length == 0 ? [.. entries.Select(entry => Path.GetFileName(entry))] : entries;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
