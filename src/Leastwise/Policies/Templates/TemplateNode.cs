using System.Collections.Immutable;
using Leastwise.Text;

namespace Leastwise.Policies.Templates;

/// <summary>A value of a template, read from JSON or YAML.</summary>
/// <param name="Position">Where it begins.</param>
internal abstract record TemplateNode(SourcePosition Position)
{
    /// <summary>The member of that name; null where this is no map or has none.</summary>
    public TemplateNode? this[string name] => (this as TemplateMap)?.Members.FirstOrDefault(member => member.Name == name).Value;

    /// <summary>The text of a string, number or boolean; null for others.</summary>
    public string? Text => (this as TemplateText)?.Value;
}

/// <summary>A map, its members in order.</summary>
internal sealed record TemplateMap(SourcePosition Position, ImmutableArray<(string Name, TemplateNode Value)> Members) : TemplateNode(Position);

/// <summary>A list.</summary>
internal sealed record TemplateList(SourcePosition Position, ImmutableArray<TemplateNode> Items) : TemplateNode(Position);

/// <summary>A string, number, boolean or nothing.</summary>
/// <param name="Position">Where it begins.</param>
/// <param name="Value">As written; null for nothing.</param>
internal sealed record TemplateText(SourcePosition Position, string? Value) : TemplateNode(Position);
