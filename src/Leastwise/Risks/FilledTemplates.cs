using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Leastwise.Evaluation;

namespace Leastwise.Risks;

/// <summary>ARN templates filled in for partitions and accounts, each once: there are few, and every statement is compared with them.</summary>
internal sealed class FilledTemplates
{
    private readonly ConcurrentDictionary<(string Template, string Partition), ArnTemplate> compiled = new();
    private readonly ConcurrentDictionary<(string Template, string Partition, string Account), string> filled = new(new SameTemplate());

    /// <summary>Whether some ARN of the template, in any account, matches the pattern; a place that holds a name holds neither colon nor slash.</summary>
    public bool CanMatch(string template, string partition, string pattern) =>
        compiled.GetOrAdd((template, partition), static key => new ArnTemplate(key.Template, key.Partition)).Overlaps(pattern);

    /// <summary>An ARN template as a pattern: partition and account as given, every other place a star.</summary>
    public string Fill(string template, string partition, string account) =>
        filled.GetOrAdd((template, partition, account), static key => Write(key.Template, key.Partition, key.Account));

    /// <summary>An ARN template as a pattern: partition and account as given, every other place a star.</summary>
    public static string Write(string template, string partition, string account)
    {
        var pattern = new System.Text.StringBuilder(template.Length);
        for (int at = 0; at < template.Length;)
        {
            int open = template.IndexOf("${", at, StringComparison.Ordinal);
            int close = open < 0 ? -1 : template.IndexOf('}', open);
            if (close < 0)
            {
                pattern.Append(template, at, template.Length - at);
                break;
            }

            pattern.Append(template, at, open - at);
            pattern.Append(template.AsSpan(open + 2, close - open - 2) switch
            {
                "Partition" => partition,
                "Account" => account,
                _ => "*",
            });
            at = close + 1;
        }

        return pattern.ToString();
    }

    // A resource type has its template as one object. It is asked for millions of times, and to read it whole each time for a hash was what took longest.
    private sealed class SameTemplate : IEqualityComparer<(string Template, string Partition, string Account)>
    {
        public bool Equals((string Template, string Partition, string Account) x, (string Template, string Partition, string Account) y) =>
            ReferenceEquals(x.Template, y.Template) && x.Account == y.Account && x.Partition == y.Partition;

        public int GetHashCode((string Template, string Partition, string Account) obj) =>
            HashCode.Combine(RuntimeHelpers.GetHashCode(obj.Template), obj.Partition.Length, obj.Account.Length == 0 ? '*' : obj.Account[^1]);
    }
}
