namespace Leastwise.Trimming.Shaping;

/// <summary>As what a result is deployed.</summary>
public enum PolicyPlace
{
    /// <summary>Inline where all that it replaces is inline and it fits there; else managed.</summary>
    AsToday,

    /// <summary>As managed policies.</summary>
    Managed,

    /// <summary>As an inline policy of the role, user or group.</summary>
    Inline,
}
