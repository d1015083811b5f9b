namespace Leastwise.Reporting;

/// <summary>What tells policies apart: name and text.</summary>
/// <param name="Key">The ARN, or what stands for it.</param>
/// <param name="Document">The text.</param>
internal readonly record struct PolicyText(string Key, string Document)
{
    /// <summary>A key has one text nearly always: to read that whole for a hash would be the most that is done with it.</summary>
    public override int GetHashCode() => HashCode.Combine(StringComparer.Ordinal.GetHashCode(Key), Document.Length);
}
