namespace Leastwise.Catalog.Wildcards;

/// <summary>The words of an action name: <c>GetBucketACLs2</c> is Get, Bucket, ACLs2.</summary>
internal static class NameWords
{
    /// <summary>Where each word starts, and at last the length of the name.</summary>
    public static List<int> Boundaries(string name)
    {
        List<int> starts = [0];
        for (int i = 1; i < name.Length; i++)
        {
            // A capital after a small letter begins a word, and so does the last of several capitals before a small letter.
            bool begins = char.IsAsciiLetterUpper(name[i])
                && (!char.IsAsciiLetterUpper(name[i - 1]) || (i + 1 < name.Length && char.IsAsciiLetterLower(name[i + 1])));
            if (begins)
            {
                starts.Add(i);
            }
        }

        starts.Add(name.Length);
        return starts;
    }

    /// <summary>The patterns of whole words that match the name: a star in front, behind, on both sides, or between two ends.</summary>
    public static IEnumerable<string> Patterns(string name)
    {
        List<int> words = Boundaries(name);
        int last = words.Count - 1;
        for (int i = 1; i < last; i++)
        {
            yield return $"{name[..words[i]]}*";
            yield return $"*{name[words[i]..]}";
            for (int j = i + 1; j < last; j++)
            {
                yield return $"*{name[words[i]..words[j]]}*";
                yield return $"{name[..words[i]]}*{name[words[j]..]}";
            }
        }

        // The whole name, where others go on from it or end with it.
        yield return $"{name}*";
        yield return $"*{name}";
        for (int i = 1; i <= last; i++)
        {
            yield return $"*{name[..words[i]]}*";
            yield return $"*{name[words[i - 1]..]}*";
        }
    }
}
