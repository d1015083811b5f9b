using System.Text;

namespace Leastwise.Remote.Athena;

/// <summary>Many names as one regular expression in which each letter is looked at once: a list of alternatives would be tried one by one at every key of every record.</summary>
internal sealed class NameTrie
{
    private readonly SortedDictionary<char, NameTrie> next = [];
    private bool ends;

    /// <summary>The expression that matches exactly these names. They hold letters, digits, dots, lines and dashes only.</summary>
    public static string Pattern(IEnumerable<string> names)
    {
        var root = new NameTrie();
        foreach (string name in names)
        {
            NameTrie at = root;
            foreach (char one in name)
            {
                if (!at.next.TryGetValue(one, out NameTrie? further))
                {
                    at.next.Add(one, further = new NameTrie());
                }

                at = further;
            }

            at.ends = true;
        }

        return root.Pattern();
    }

    private string Pattern()
    {
        if (next.Count == 0)
        {
            return "";
        }

        var text = new StringBuilder();
        bool several = next.Count > 1 || ends;
        text.Append(several ? "(?:" : "");
        text.AppendJoin('|', next.Select(one => (one.Key is '.' or '-' ? "[" + one.Key + "]" : one.Key.ToString()) + one.Value.Pattern()));
        text.Append(several ? ")" : "");
        text.Append(ends ? "?" : "");
        return text.ToString();
    }
}
