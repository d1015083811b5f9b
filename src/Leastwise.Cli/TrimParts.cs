using Leastwise.Trimming.Cutting;

namespace Leastwise.Cli;

/// <summary>Cuts many subjects into parts, so that the history of only so many lies in memory at once.</summary>
internal static class TrimParts
{
    private const int MostMembers = 500;

    /// <summary>The parts, in order.</summary>
    public static IEnumerable<TrimSubject[]> Of(IEnumerable<TrimSubject> subjects)
    {
        var part = new List<TrimSubject>();
        int members = 0;
        foreach (TrimSubject subject in subjects)
        {
            if (part.Count > 0 && members + subject.Members.Length > MostMembers)
            {
                yield return [.. part];
                part.Clear();
                members = 0;
            }

            part.Add(subject);
            members += subject.Members.Length;
        }

        if (part.Count > 0)
        {
            yield return [.. part];
        }
    }
}
