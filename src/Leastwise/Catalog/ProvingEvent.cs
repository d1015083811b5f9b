namespace Leastwise.Catalog;

/// <summary>An event that would prove the exercise of a privilege.</summary>
/// <param name="EventSource">As in the record, such as <c>s3.amazonaws.com</c>; empty where the client's event source is not known.</param>
/// <param name="EventName">As in the record.</param>
/// <param name="Operation">The API operation, <c>client.Operation</c>; empty where the client is not known.</param>
/// <param name="Conditional">Whether only some such calls need the privilege, so that the event alone proves nothing: the request must be looked at.</param>
/// <param name="Logging">Whether CloudTrail records the event, and for data events which resource types a trail must select.</param>
/// <param name="Confidence">How sure the correspondence is.</param>
/// <param name="Evidence">Evidence codes for the correspondence.</param>
public sealed record ProvingEvent(
    string EventSource, string EventName, string Operation, bool Conditional, Logging Logging, Confidence Confidence, string Evidence);
