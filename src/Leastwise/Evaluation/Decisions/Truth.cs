namespace Leastwise.Evaluation.Decisions;

/// <summary>Three-valued truth, ordered so that "and" is the least and "or" the greatest.</summary>
internal enum Truth
{
    /// <summary>Certainly not.</summary>
    False,

    /// <summary>Not known.</summary>
    Unknown,

    /// <summary>Certainly.</summary>
    True,
}

/// <summary>A truth with the context keys that would settle it where it is unknown.</summary>
internal readonly record struct Answer(Truth Truth, MissingKeys? Missing)
{
    public static Answer Yes { get; } = new(Truth.True, null);

    public static Answer No { get; } = new(Truth.False, null);

    public static Answer Of(bool truth) => truth ? Yes : No;

    public static Answer Open(string key) => new(Truth.Unknown, key.Length == 0 ? null : new MissingKeys(key));

    public bool IsTrue => Truth == Truth.True;

    public bool IsFalse => Truth == Truth.False;

    public bool IsUnknown => Truth == Truth.Unknown;

    public Answer And(Answer other) =>
        IsFalse || other.IsTrue ? this : other.IsFalse || IsTrue ? other : new Answer(Truth.Unknown, MissingKeys.Of(Missing, other.Missing));

    public Answer Or(Answer other) =>
        IsTrue || other.IsFalse ? this : other.IsTrue || IsFalse ? other : new Answer(Truth.Unknown, MissingKeys.Of(Missing, other.Missing));

    public Answer Not() => this with { Truth = Truth.True - (int)Truth };
}
