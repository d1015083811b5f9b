using System.Collections.Immutable;
using System.Globalization;
using Leastwise.Evaluation.Decisions;
using Leastwise.Policies;

namespace Leastwise.Trimming.Comparing;

/// <summary>Contexts that meet a condition, or fail it. They are tries: whoever uses them decides the request.</summary>
internal static class SampleContext
{
    private const string Word = "example";
    private const int MostValues = 6;

    private static readonly ImmutableArray<string> Addresses = ["192.0.2.1", "198.51.100.1", "203.0.113.1", "10.0.0.1"];

    /// <summary>The context with the condition's key so that the condition may hold.</summary>
    public static RequestContext Meeting(RequestContext context, Condition condition) =>
        Parse(condition) is { } parsed ? With(context, condition, ValueFor(parsed.Name, condition.Values.FirstOrDefault(""), condition, meets: true)) : context;

    /// <summary>Contexts in which the condition may hold or fail: each of its values, another value, and none.</summary>
    public static IEnumerable<RequestContext> Variants(RequestContext context, Condition condition)
    {
        if (Parse(condition) is not { } parsed)
        {
            yield break;
        }

        yield return Without(context, condition.Key);
        foreach (string value in condition.Values.Take(MostValues))
        {
            yield return With(context, condition, ValueFor(parsed.Name, value, condition, meets: true));
            yield return With(context, condition, ValueFor(parsed.Name, value, condition, meets: false));
        }
    }

    /// <summary>The context without the key.</summary>
    public static RequestContext Without(RequestContext context, string key) => context with { Values = context.Values.Remove(key) };

    /// <summary>The text with every policy variable filled by a word that <see cref="VariablesOf"/> gives the key too.</summary>
    public static string Filled(string text)
    {
        for (int start = text.IndexOf("${", StringComparison.Ordinal); start >= 0; start = text.IndexOf("${", StringComparison.Ordinal))
        {
            int end = text.IndexOf('}', start);
            if (end < 0)
            {
                break;
            }

            string name = text[(start + 2)..end];
            text = string.Concat(text.AsSpan(0, start), name is "*" or "?" or "$" ? "x" : Word, text.AsSpan(end + 1));
        }

        return text;
    }

    /// <summary>The context with a value for each policy variable in the texts.</summary>
    public static RequestContext VariablesOf(RequestContext context, IEnumerable<string> texts)
    {
        foreach (string text in texts)
        {
            for (int start = text.IndexOf("${", StringComparison.Ordinal); start >= 0; start = text.IndexOf("${", start + 2, StringComparison.Ordinal))
            {
                int end = text.IndexOf('}', start);
                string key = end < 0 ? "" : text[(start + 2)..end].Split(',')[0].Trim();
                context = key is "" or "*" or "?" or "$" || context.Values.ContainsKey(key) ? context : context.With(key, Word);
            }
        }

        return context;
    }

    private static ConditionOperator? Parse(Condition condition) => ConditionOperator.TryParse(condition.Operator, out ConditionOperator? parsed) ? parsed : null;

    private static RequestContext With(RequestContext context, Condition condition, string? value) =>
        value is null ? Without(context, condition.Key) : context.With(condition.Key, value);

    /// <summary>A value for the key; null for none.</summary>
    private static string? ValueFor(string name, string value, Condition condition, bool meets)
    {
        bool equal = name.Contains("Not", StringComparison.Ordinal) != meets;
        string first = Filled(value);
        return name switch
        {
            "Null" => first.Equals("true", StringComparison.OrdinalIgnoreCase) == meets ? null : Word,
            "Bool" => first.Equals("true", StringComparison.OrdinalIgnoreCase) == meets ? "true" : "false",
            "IpAddress" or "NotIpAddress" => equal ? first.Split('/')[0] : Addresses.FirstOrDefault(address => !condition.Values.Any(range => range.StartsWith(address.Split('.')[0], StringComparison.Ordinal))),
            _ when name.StartsWith("Numeric", StringComparison.Ordinal) => Number(name, first, meets),
            _ when name.StartsWith("Date", StringComparison.Ordinal) => Date(name, first, meets),
            _ => equal ? SampleResources.FromPattern(first, Word) : "leastwise-other",
        };
    }

    private static string? Number(string name, string text, bool meets) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number)
            ? (number + Step(name, meets)).ToString(CultureInfo.InvariantCulture)
            : null;

    private static string? Date(string name, string text, bool meets) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? time.AddDays(Step(name, meets)).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
            : null;

    private static int Step(string name, bool meets) => name switch
    {
        _ when name.EndsWith("LessThan", StringComparison.Ordinal) || name.EndsWith("LessThanEquals", StringComparison.Ordinal) => meets ? -1 : 1,
        _ when name.EndsWith("GreaterThan", StringComparison.Ordinal) || name.EndsWith("GreaterThanEquals", StringComparison.Ordinal) => meets ? 1 : -1,
        _ => name.Contains("Not", StringComparison.Ordinal) == meets ? 1 : 0,
    };
}
