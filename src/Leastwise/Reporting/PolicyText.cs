namespace Leastwise.Reporting;

/// <summary>Tells policies apart by key and text. A key has one text nearly always: to read that whole for a hash would be the most that is done with it.</summary>
internal sealed class PolicyText : IEqualityComparer<(string Key, string Document)>
{
    /// <inheritdoc/>
    public bool Equals((string Key, string Document) x, (string Key, string Document) y) => x.Key == y.Key && x.Document == y.Document;

    /// <inheritdoc/>
    public int GetHashCode((string Key, string Document) obj) => HashCode.Combine(StringComparer.Ordinal.GetHashCode(obj.Key), obj.Document.Length);
}
