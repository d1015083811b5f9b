using System.Runtime.InteropServices;
using Leastwise.Sessions;
using Leastwise.Trail;
using Leastwise.Usage.Storage;

namespace Leastwise.Usage.Intake;

/// <summary>What a record counts for besides its observation.</summary>
[Flags]
internal enum Marks : byte
{
    None = 0,

    /// <summary>A management event that reads, or does not say.</summary>
    Reads = 1,

    /// <summary>A management event that writes, or does not say.</summary>
    Writes = 2,

    /// <summary>A data event.</summary>
    Data = 4,

    /// <summary>A data event that says that it reads.</summary>
    DataReads = 8,

    /// <summary>A data event that says that it writes.</summary>
    DataWrites = 16,

    /// <summary>A network activity event.</summary>
    Network = 32,

    /// <summary>Dated ahead of the file that holds it.</summary>
    Ahead = 64,

    /// <summary>Known to be new, so that it is counted.</summary>
    New = 128,
}

/// <summary>One record as it waits for its file's end: numbers only. Whether it is counted is decided then.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct EventRow
{
    /// <summary>What it has in common with others, in the run's numbers.</summary>
    public ObservationKey Key;

    /// <summary>The key's hash.</summary>
    public uint Hash;

    /// <summary>Names the record within its logged day.</summary>
    public ulong Fingerprint;

    /// <summary>Unix seconds.</summary>
    public long Time;

    /// <summary>Place in the run's list of logged days.</summary>
    public int Day;

    /// <summary>The containers of a data event, in the run's numbers; 0 for none.</summary>
    public int Containers;

    /// <summary>Place in the file's list of records that are kept one by one, or -1.</summary>
    public int Single;

    /// <summary>What else it counts for.</summary>
    public Marks Marks;
}

/// <summary>
/// A record of which more is kept than a count: one of a call that several accounts record, or of one that issued credentials. These are few.
/// </summary>
/// <param name="Fingerprint">The record's sixteen bytes, then the logged day's: an event counts in each logged day that has it.</param>
/// <param name="SharedId">The <c>sharedEventID</c>; empty where it has none.</param>
/// <param name="Own">Whether the caller's own account recorded it.</param>
/// <param name="Key">What it has in common with others.</param>
/// <param name="Time">Unix seconds.</param>
/// <param name="Call">The event's name.</param>
/// <param name="Issued">What it issued; null for nothing.</param>
internal sealed record SingleRecord(byte[] Fingerprint, string SharedId, bool Own, ObservationKey Key, long Time, string Call, IssuedSession? Issued);

/// <summary>The kind of event.</summary>
internal sealed record EventKind(string Source, string Name, string Type, string Category);

/// <summary>Under which circumstances a call was made.</summary>
internal sealed record CircumstanceParts(string Mfa, string VpcEndpoint, string Network);

/// <summary>A session with the run's number of its actor, and the key of its row.</summary>
internal sealed record SessionParts(int Actor, byte[] Key, SessionIdentity Session);

/// <summary>What a call was about, as its row holds it: the row's key and then its text in UTF-8, in one piece, since thousands wait to be written.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TargetText(byte[] Row, int Roles)
{
    /// <summary>With the key of a text. It is made here, where several threads work, not by the one that writes.</summary>
    public static TargetText Of(ReadOnlySpan<byte> text, int roles)
    {
        byte[] row = new byte[DimensionKey.Size + text.Length];
        DimensionKey.Write(text, row);
        text.CopyTo(row.AsSpan(DimensionKey.Size));
        return new TargetText(row, roles);
    }

    /// <summary>The key.</summary>
    public ReadOnlySpan<byte> Key => Row.AsSpan(0, DimensionKey.Size);

    /// <summary>The text.</summary>
    public ReadOnlySpan<byte> Text => Row.AsSpan(DimensionKey.Size);
}

/// <summary>What a data event says about the trail's selection.</summary>
internal sealed record ContainerList(IReadOnlyList<(string Type, string Container)> Containers);
