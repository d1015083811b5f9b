using System.Text;

namespace Leastwise.Reporting.Trims;

/// <summary>The difference of two texts, line by line, as patches are written.</summary>
internal static class LineDiff
{
    private const int Context = 3;

    /// <summary>The unified diff; empty where both are the same.</summary>
    public static string Write(string name, string before, string after)
    {
        string[] old = before.Split('\n'), now = after.Split('\n');
        List<(char Mark, string Line, int Old, int New)> all = [.. Edits(old, now)];
        if (all.TrueForAll(one => one.Mark == ' '))
        {
            return "";
        }

        var text = new StringBuilder().Append("--- ").Append(name).Append(" (today)\n+++ ").Append(name).Append(" (trimmed)\n");
        for (int i = 0; i < all.Count;)
        {
            if (all[i].Mark == ' ')
            {
                i++;
                continue;
            }

            int start = Math.Max(0, i - Context), end = i, quiet = 0;
            for (int j = i; j < all.Count && quiet <= 2 * Context; j++)
            {
                quiet = all[j].Mark == ' ' ? quiet + 1 : 0;
                end = all[j].Mark == ' ' ? end : j + 1;
            }

            end = Math.Min(all.Count, end + Context);
            var hunk = all[start..end];
            text.Append($"@@ -{hunk[0].Old + 1},{hunk.Count(one => one.Mark != '+')} +{hunk[0].New + 1},{hunk.Count(one => one.Mark != '-')} @@\n");
            foreach ((char mark, string line, _, _) in hunk)
            {
                text.Append(mark).Append(line).Append('\n');
            }

            i = end;
        }

        return text.ToString();
    }

    /// <summary>Lines that go, come and stay, by the longest common run of lines; what is alike at both ends is not looked at.</summary>
    private static IEnumerable<(char Mark, string Line, int Old, int New)> Edits(string[] old, string[] now)
    {
        int head = 0;
        while (head < old.Length && head < now.Length && old[head] == now[head])
        {
            head++;
        }

        int tail = 0;
        while (tail < old.Length - head && tail < now.Length - head && old[^(tail + 1)] == now[^(tail + 1)])
        {
            tail++;
        }

        int rows = old.Length - head - tail, columns = now.Length - head - tail;
        var longest = new int[rows + 1, columns + 1];
        for (int r = rows - 1; r >= 0; r--)
        {
            for (int c = columns - 1; c >= 0; c--)
            {
                longest[r, c] = old[head + r] == now[head + c] ? longest[r + 1, c + 1] + 1 : Math.Max(longest[r + 1, c], longest[r, c + 1]);
            }
        }

        int i = 0, j = 0;
        while (i < old.Length || j < now.Length)
        {
            int r = i - head, c = j - head;
            if (r < 0 || (r >= rows && c >= columns) || (r < rows && c < columns && old[i] == now[j]))
            {
                yield return (' ', old[i], i++, j++);
            }
            else if (c >= columns || (r < rows && longest[r + 1, c] >= longest[r, c + 1]))
            {
                yield return ('-', old[i], i++, j);
            }
            else
            {
                yield return ('+', now[j], i, j++);
            }
        }
    }
}
