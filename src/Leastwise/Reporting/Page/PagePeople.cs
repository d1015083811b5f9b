using System.Collections.Immutable;
using System.Text.Json;

namespace Leastwise.Reporting.Page;

/// <summary>ARNs by number: first the principals in the report's order, then others as they come, such as groups and resources.</summary>
internal sealed class PagePeople
{
    private readonly IReadOnlyDictionary<string, int> principals;
    private readonly int count;
    private readonly Interned<(string Arn, string? Name)> others = new();

    public PagePeople(ImmutableArray<AssessedPrincipal> principals)
    {
        var numbers = new Dictionary<string, int>(principals.Length, StringComparer.Ordinal);
        for (int i = 0; i < principals.Length; i++)
        {
            _ = numbers.TryAdd(principals[i].Arn, i);
        }

        this.principals = numbers;
        count = principals.Length;
    }

    private PagePeople(PagePeople from)
    {
        principals = from.principals;
        count = from.count;
    }

    /// <summary>The same principals, without the others: each part of the page has its own.</summary>
    public PagePeople Copy() => new(this);

    public int NumberOf(string arn, string? name = null) => principals.TryGetValue(arn, out int number) ? number : count + others.NumberOf((arn, name));

    /// <summary>Writes the others: <c>"others": [[arn, name], …]</c>.</summary>
    public void WriteOthers(Utf8JsonWriter json) => json.WriteColumn("others", others.Values, (writer, other) =>
    {
        writer.WriteStartArray();
        writer.WriteStringValue(other.Arn);
        writer.WriteStringValue(other.Name);
        writer.WriteEndArray();
    });
}
