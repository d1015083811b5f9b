namespace Leastwise.Trail;

/// <summary>Finds the files that paths stand for.</summary>
public static class TrailFiles
{
    /// <summary>
    /// The files themselves and, for folders, all files in them at any depth, in ordinal order of their paths, each path once.
    /// A path that is not there and has <c>*</c> or <c>?</c> in it is a pattern; <c>**</c> stands for folders at any depth.
    /// Hidden files (a leading dot) are passed over inside folders. A link to a folder that was already entered is not followed again.
    /// A path that does not exist or cannot be opened comes back as a problem, in its place.
    /// </summary>
    public static IEnumerable<TrailFile> Find(IEnumerable<string> paths)
    {
        var given = new HashSet<string>(StringComparer.Ordinal);
        var entered = new HashSet<string>(StringComparer.Ordinal);
        foreach (string path in paths)
        {
            foreach (TrailFile file in FindOne(path, entered))
            {
                if (given.Add(file.Path))
                {
                    yield return file;
                }
            }
        }
    }

    private static IEnumerable<TrailFile> FindOne(string path, HashSet<string> entered)
    {
        if (File.Exists(path))
        {
            return [new TrailFile(path, null)];
        }

        if (!Directory.Exists(path) && TrailGlob.IsPattern(path))
        {
            IReadOnlyList<string> matches = TrailGlob.Expand(path);
            return matches.Count > 0
                ? matches.SelectMany(match => FindOne(match, entered))
                : [TrailFile.Unusable(path, $"Nothing matches '{path}'; check the pattern.")];
        }

        if (!Directory.Exists(path))
        {
            return [TrailFile.Unusable(path, $"'{path}' does not exist; check the path.")];
        }

        return Below(path, entered);
    }

    private static IEnumerable<TrailFile> Below(string folder, HashSet<string> entered)
    {
        if (!entered.Add(RealPath(folder)))
        {
            yield break;
        }

        string[] entries;
        string? problem = null;
        try
        {
            entries = Directory.GetFileSystemEntries(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            entries = [];
            problem = $"The folder '{folder}' cannot be read ({exception.Message.TrimEnd('.')}); check its permissions.";
        }

        if (problem is not null)
        {
            yield return TrailFile.Unusable(folder, problem);
        }

        Array.Sort(entries, StringComparer.Ordinal);
        foreach (string entry in entries)
        {
            if (Path.GetFileName(entry).StartsWith('.'))
            {
                continue;
            }

            if (Directory.Exists(entry))
            {
                foreach (TrailFile file in Below(entry, entered))
                {
                    yield return file;
                }
            }
            else if (File.Exists(entry))
            {
                yield return new TrailFile(entry, null);
            }
            else
            {
                yield return TrailFile.Unusable(entry, $"'{entry}' is a link that leads nowhere; remove it or mend it.");
            }
        }
    }

    /// <summary>The path with its links followed, so that a loop of links is entered once.</summary>
    private static string RealPath(string folder)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        string? parent = Path.GetDirectoryName(full);
        if (parent is null)
        {
            return full;
        }

        FileSystemInfo? target = Directory.ResolveLinkTarget(full, returnFinalTarget: true);
        return target is null
            ? Path.Combine(RealPath(parent), Path.GetFileName(full))
            : Path.TrimEndingDirectorySeparator(target.FullName);
    }
}
