namespace Leastwise.Trail;

/// <summary>Takes events one by one as they are read. A struct, so that the scanner is compiled for it.</summary>
internal interface IEventSink
{
    /// <summary>Takes an event, whose texts are valid only during the call.</summary>
    void Take(in RawEvent one);
}
