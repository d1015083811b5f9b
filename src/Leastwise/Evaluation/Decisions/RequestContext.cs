using System.Collections.Immutable;

namespace Leastwise.Evaluation.Decisions;

/// <summary>The condition keys that a request carries. Names match without regard to case; each has one value or several.</summary>
/// <remarks>Source: "Context key names are not case-sensitive", IAM JSON policy elements: Condition.</remarks>
public sealed record RequestContext
{
    /// <summary>Carries nothing.</summary>
    public static RequestContext Empty { get; } = new();

    /// <summary>The values by key.</summary>
    public ImmutableDictionary<string, ImmutableArray<string>> Values { get; init; } =
        ImmutableDictionary.Create<string, ImmutableArray<string>>(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Whether a key that is not here may still have a value, so that what depends on it is undetermined. If not, it is absent, as AWS sees it.
    /// </summary>
    public bool IsOpen { get; init; }

    /// <summary>
    /// In an open context, a time that has passed: the call comes later, so what asks for an earlier one is never met, and what asks for a later one always. Null
    /// foresees nothing.
    /// </summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Whether all tags of the caller are here, as those of a user can be: in an open context too, another <c>aws:PrincipalTag</c> is then absent.</summary>
    public bool HasEveryPrincipalTag { get; init; }

    /// <summary>The same with one more key.</summary>
    public RequestContext With(string key, params ReadOnlySpan<string> values) => this with { Values = Values.SetItem(key, [.. values]) };
}
