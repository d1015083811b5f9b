using System.Collections.Immutable;
using Leastwise.Text;

namespace Leastwise.Policies;

/// <summary>What a statement does.</summary>
public enum Effect
{
    /// <summary>Grants.</summary>
    Allow,

    /// <summary>Takes away, whatever else grants.</summary>
    Deny,
}

/// <summary><c>Action</c> or <c>NotAction</c>, its patterns as written.</summary>
public sealed record ActionElement(bool Not, ImmutableArray<string> Patterns)
{
    /// <summary>Where each pattern stands; none in policies that were not read from text.</summary>
    public ImmutableArray<TextPlace> Places { get; init; } = [];
}

/// <summary><c>Resource</c> or <c>NotResource</c>, its patterns as written.</summary>
public sealed record ResourceElement(bool Not, ImmutableArray<string> Patterns)
{
    /// <summary>Where each pattern stands; none in policies that were not read from text.</summary>
    public ImmutableArray<TextPlace> Places { get; init; } = [];
}

/// <summary>The kinds of principal that a policy can name.</summary>
public enum PrincipalEntryType
{
    /// <summary>Everyone, written <c>"*"</c> without a kind.</summary>
    Anyone,

    /// <summary>Accounts, users, roles, sessions; <c>*</c> for all.</summary>
    Aws,

    /// <summary>AWS services, such as <c>ec2.amazonaws.com</c>.</summary>
    Service,

    /// <summary>SAML and OpenID Connect providers.</summary>
    Federated,

    /// <summary>S3's canonical user ids.</summary>
    CanonicalUser,
}

/// <summary>One principal that a policy names.</summary>
public sealed record PrincipalEntry(PrincipalEntryType Type, string Value);

/// <summary><c>Principal</c> or <c>NotPrincipal</c>.</summary>
public sealed record PrincipalElement(bool Not, ImmutableArray<PrincipalEntry> Entries)
{
    /// <summary>Where each entry's value stands; none in policies that were not read from text.</summary>
    public ImmutableArray<TextPlace> Places { get; init; } = [];
}

/// <summary>One operator and key of a <c>Condition</c> block with its values; all of a statement's conditions must hold.</summary>
/// <param name="Operator">As written, such as <c>ForAnyValue:StringLikeIfExists</c>.</param>
/// <param name="Key">As written, such as <c>aws:SourceIp</c>.</param>
/// <param name="Values">As written; numbers and booleans as their JSON text.</param>
/// <param name="Position">Where the key stands.</param>
public sealed record Condition(string Operator, string Key, ImmutableArray<string> Values, SourcePosition Position)
{
    /// <summary>Where each value stands; none in policies that were not read from text.</summary>
    public ImmutableArray<TextPlace> Places { get; init; } = [];
}

/// <summary>One statement of a policy.</summary>
public sealed record Statement
{
    /// <summary>Its place in the document, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>Its <c>Sid</c>, if it has one.</summary>
    public string? Sid { get; init; }

    /// <summary>Allow or Deny.</summary>
    public required Effect Effect { get; init; }

    /// <summary>Its actions.</summary>
    public required ActionElement Actions { get; init; }

    /// <summary>Its resources; null where the policy names none, as in trust policies.</summary>
    public ResourceElement? Resources { get; init; }

    /// <summary>Its principals; null in identity policies.</summary>
    public PrincipalElement? Principals { get; init; }

    /// <summary>Its conditions, in the order written.</summary>
    public ImmutableArray<Condition> Conditions { get; init; } = [];

    /// <summary>Where it begins.</summary>
    public required SourcePosition Position { get; init; }

    /// <summary>Where the value of its <c>Sid</c> stands.</summary>
    public TextPlace SidPlace { get; init; }

    /// <summary>Where the value of its <c>Effect</c> stands.</summary>
    public TextPlace EffectPlace { get; init; }

    /// <summary>The place of one value of an element of this statement; where it is not known, that of the statement.</summary>
    /// <param name="places">The places of the element's values.</param>
    /// <param name="index">Which value.</param>
    public SourcePosition PositionOf(ImmutableArray<TextPlace> places, int index) =>
        index >= 0 && index < places.Length && places[index].Line > 0 ? places[index].In(Position.File) : Position;

    /// <summary>
    /// Whether it depends on the request's context, by a condition or because <c>NotResource</c> names a policy variable: without the variable's
    /// value the statement does not apply at all.
    /// </summary>
    public bool HangsOnContext => !Conditions.IsEmpty
        || (Resources is { Not: true } element && element.Patterns.Any(pattern => pattern.Contains("${", StringComparison.Ordinal)));

    /// <summary>The <c>Sid</c>, or the number counted from 1, to name it in a sentence.</summary>
    public string Label => Sid is { Length: > 0 } sid ? $"\"{sid}\"" : $"#{Index + 1}";
}

/// <summary>A policy document as parsed. What could not be read stands in <see cref="Diagnostics"/>; the rest is usable.</summary>
public sealed record PolicyDocument
{
    /// <summary>Its <c>Version</c>; <c>2008-10-17</c> where it states none, as AWS assumes.</summary>
    public string Version { get; init; } = "2008-10-17";

    /// <summary>Its <c>Id</c>, if it has one.</summary>
    public string? Id { get; init; }

    /// <summary>Where the value of <c>Version</c> stands; line 0 where it states none.</summary>
    public TextPlace VersionPlace { get; init; }

    /// <summary>Where the value of <c>Id</c> stands; line 0 where it has none.</summary>
    public TextPlace IdPlace { get; init; }

    /// <summary>Its statements in order.</summary>
    public ImmutableArray<Statement> Statements { get; init; } = [];

    /// <summary>What was wrong with it.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; init; } = [];

    /// <summary>
    /// Whether something of it could not be read that denies, or may: the diagnostics say what. Nothing is certainly allowed where such a document applies.
    /// </summary>
    public bool MayLackDeny { get; init; }

    /// <summary>The document's JSON text, as it was read.</summary>
    public required string Json { get; init; }
}
