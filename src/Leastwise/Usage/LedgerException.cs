namespace Leastwise.Usage;

/// <summary>A ledger cannot be used. The message is a sentence for people that names the file and says what to do.</summary>
public sealed class LedgerException : Exception
{
    /// <summary>With the sentence.</summary>
    public LedgerException(string message)
        : base(message)
    {
    }

    /// <summary>With the sentence and what the database said.</summary>
    public LedgerException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
