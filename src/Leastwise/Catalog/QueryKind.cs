namespace Leastwise.Catalog;

/// <summary>What a question to the catalogue asks about.</summary>
public enum QueryKind
{
    /// <summary>A privilege, <c>prefix:Action</c>, also with wildcards.</summary>
    Action,

    /// <summary>A CloudTrail event, <c>eventSource eventName</c>.</summary>
    Event,

    /// <summary>An API operation, <c>client.Operation</c>.</summary>
    Operation,
}
