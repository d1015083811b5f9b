using System.Text;
using Leastwise.Trail;

namespace Leastwise.Usage.Intake;

/// <summary>Turns the records of one file after the other into rows of numbers. An instance serves one thread.</summary>
/// <param name="names">The run's numbers.</param>
/// <param name="days">The run's logged days.</param>
/// <param name="requested">What requests' parameters name.</param>
/// <param name="filter">Which records are taken.</param>
/// <param name="forgottenBefore">Records of earlier days are not counted.</param>
/// <param name="held">Whether an account, region and day is in the ledger from another kind of source, so that its records may not be counted; null where none is.</param>
internal sealed class FileIntake(Names names, LoggedDays days, RequestedResources requested, IngestFilter filter, int forgottenBefore, Func<string, string, int, bool>? held = null)
{
    private const int DayOfUnixEpoch = 719_162;
    private const int SecondsOfDay = 86_400;

    /// <summary>So many rows wait at most: a file with more records is counted in pieces.</summary>
    private const int MostRows = 1 << 18;

    private readonly CallerNumbers callers = new(names);
    private readonly CircumstanceNumbers circumstances = new(names);
    private readonly TargetNumbers targets = new(names, requested);
    private readonly Recent<int> denials = new(12);
    private readonly Dictionary<(int Place, int Day), int> dayNumbers = [];
    private readonly bool takesAll = filter.TakesAll;
    private readonly RecentTexts kinds = new(8), places = new(4);
    private (int Place, int Day, int Number) lastDay = (-1, 0, 0);
    private string lastName = "";
    private EventRow[] rows = new EventRow[4096];
    private long limit;

    /// <summary>The rows of the file.</summary>
    public Span<EventRow> Rows => rows.AsSpan(0, Count);

    /// <summary>How many.</summary>
    public int Count { get; private set; }

    /// <summary>Records of the file that are kept one by one.</summary>
    public List<SingleRecord> Singles { get; } = [];

    /// <summary>Records that the filter kept out.</summary>
    public long LeftOut { get; private set; }

    /// <summary>Records of days of which it was forgotten which are counted.</summary>
    public long TooOld { get; private set; }

    /// <summary>Records of days that are in the ledger from another kind of source.</summary>
    public long Held { get; private set; }

    /// <summary>Called when no more rows may wait; it counts them and calls <see cref="Empty"/>. Null where any number may.</summary>
    public Action? Full { get; init; }

    /// <summary>Begins a file.</summary>
    /// <param name="latest">Records after this time (Unix seconds) are dated ahead.</param>
    public void Begin(long latest)
    {
        limit = latest;
        Empty();
        LeftOut = 0;
        TooOld = 0;
        Held = 0;
    }

    /// <summary>Forgets the rows, which were counted.</summary>
    public void Empty()
    {
        Count = 0;
        Singles.Clear();
    }

    /// <summary>Takes a record.</summary>
    public void Take(in RawEvent one)
    {
        int day = DayOfUnixEpoch + (int)Math.DivRem(one.Time, SecondsOfDay, out long rest) - (rest < 0 ? 1 : 0);
        if (!takesAll && !filter.Takes(one, day))
        {
            LeftOut++;
            return;
        }

        if (day < forgottenBefore)
        {
            TooOld++;
            return;
        }

        int place = PlaceOf(one), loggedDay = DayOf(one, place, day);
        if (loggedDay < 0)
        {
            Held++;
            return;
        }

        (int actor, int session) = callers.Of(one);
        int kind = KindOf(one);
        (int target, int containers) = targets.Of(one, actor, kind);
        var key = new ObservationKey(
            actor, kind, session, place, one.Outcome == Outcome.Denied ? DenialOf(one) : 0, circumstances.Of(one), target, day, (int)one.Outcome);
        if (Count == MostRows && Full is not null)
        {
            Full();
        }
        else if (Count == rows.Length)
        {
            Array.Resize(ref rows, rows.Length * 2);
        }

        rows[Count++] = new EventRow
        {
            Key = key,
            Hash = (uint)key.GetHashCode(),
            Fingerprint = Fold(one.FingerprintHigh, one.FingerprintLow),
            Time = one.Time,
            Day = loggedDay,
            Containers = containers,
            Single = one.IssuesSession || one.CreatesKey || !one.SharedEventId.IsEmpty ? Single(one, key, days[loggedDay]) : -1,
            Marks = MarksOf(one) | (one.Time > limit ? Marks.Ahead : Marks.None),
        };
    }

    /// <summary>Eight bytes of sixteen that depend on all of them.</summary>
    internal static ulong Fold(ulong high, ulong low)
    {
        ulong upper = Math.BigMul(high ^ 0x9E3779B97F4A7C15, low ^ 0xC2B2AE3D27D4EB4F, out ulong lower);
        return Math.BigMul(upper ^ lower ^ high, 0xD6E8FEB86659FD93, out lower) ^ lower ^ low;
    }

    private static Marks MarksOf(in RawEvent one)
    {
        ReadOnlySpan<byte> category = one.Category;
        if (category.IsEmpty || category.SequenceEqual("Management"u8))
        {
            return (one.ReadOnly is false ? Marks.None : Marks.Reads) | (one.ReadOnly is true ? Marks.None : Marks.Writes);
        }

        return category.SequenceEqual("Data"u8)
            ? Marks.Data | (one.ReadOnly is true ? Marks.DataReads : Marks.None) | (one.ReadOnly is false ? Marks.DataWrites : Marks.None)
            : category.SequenceEqual("NetworkActivity"u8) ? Marks.Network : Marks.None;
    }

    private int KindOf(in RawEvent one)
    {
        ReadOnlySpan<byte> name = one.Name, source = one.Source, type = one.Type, category = one.Category;
        int number = kinds.Find(name, source, type, category);
        if (number == 0)
        {
            var hash = default(FastHash);
            hash.Add(source);
            hash.Add(name);
            hash.Add(type);
            hash.Add(category);
            HashKey key = hash.Key;
            number = names.Events.Find(key);
            number = kinds.Remember(name, source, type, category, number != 0 ? number : names.Events.Add(key, new EventKind(Text(source), Text(name), Text(type), Text(category))));
        }

        return number;
    }

    private int PlaceOf(in RawEvent one)
    {
        ReadOnlySpan<byte> account = one.Recipient, region = one.Region, service = one.InvokedBy;
        int number = places.Find(region, account, service, []);
        if (number == 0)
        {
            var hash = default(FastHash);
            hash.Add(account);
            hash.Add(region);
            hash.Add(service);
            HashKey key = hash.Key;
            number = names.Places.Find(key);
            number = places.Remember(region, account, service, [], number != 0 ? number : names.Places.Add(key, new Place(Text(account), Text(region), Text(service))));
        }

        return number;
    }

    /// <summary>The number of the record's logged day; -1 where it may not be counted.</summary>
    private int DayOf(in RawEvent one, int place, int day)
    {
        if (lastDay.Place == place && lastDay.Day == day)
        {
            return lastDay.Number;
        }

        if (!dayNumbers.TryGetValue((place, day), out int number))
        {
            string account = Text(one.Recipient), region = Text(one.Region);
            dayNumbers.Add((place, day), number = held?.Invoke(account, region, day) == true ? -1 : days.NumberOf(account, region, day));
        }

        lastDay = (place, day, number);
        return number;
    }

    private int DenialOf(in RawEvent one)
    {
        ReadOnlySpan<byte> message = BehindCaller(one.ErrorMessage);
        var hash = default(FastHash);
        hash.Add(message);
        HashKey key = hash.Key;
        if (!denials.TryGet(key, out int number))
        {
            DenialParts parts = DenialParts.Of(Text(message));
            var content = default(FastHash);
            content.Add(parts.Action);
            content.Add(parts.Resource);
            content.Add(parts.Reason);
            HashKey contentKey = content.Key;
            number = names.Denials.Find(contentKey);
            denials.Set(key, number = number != 0 ? number : names.Denials.Add(contentKey, parts));
        }

        return number;
    }

    /// <summary>
    /// The message without the caller that it begins with, who is no part of what is kept: sessions that are denied the same are then told the same. Only where the caller is
    /// one plain word, which cannot hold what the rest is found by.
    /// </summary>
    private static ReadOnlySpan<byte> BehindCaller(ReadOnlySpan<byte> message)
    {
        if (!message.StartsWith("User: "u8))
        {
            return message;
        }

        ReadOnlySpan<byte> rest = message["User: "u8.Length..];
        int end = rest.IndexOfAnyExceptInRange((byte)'!', (byte)'~');
        return end > 0 && rest[end..].StartsWith(" is not authorized to perform: "u8) ? rest[(end + 1)..] : message;
    }

    private int Single(in RawEvent one, ObservationKey key, LoggedDayState day)
    {
        byte[] fingerprint = new byte[16 + day.Key.Length];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(fingerprint, one.FingerprintHigh);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(fingerprint.AsSpan(8), one.FingerprintLow);
        day.Key.CopyTo(fingerprint, 16);
        IssuedSession? issued = one.IssuesSession
            ? new IssuedSession(TextOrNull(one.IssuedAccessKeyId), TextOrNull(one.IssuedRoleArn), TextOrNull(one.IssuedSessionArn), TextOrNull(one.IssuedSessionId), TextOrNull(one.IssuedSessionName))
            : one.CreatesKey ? new IssuedSession(Text(one.CreatedKeyId), null, null, null, TextOrNull(one.CreatedKeyUser))
            : null;
        Singles.Add(new SingleRecord(fingerprint, Text(one.SharedEventId), one.CallerAccount.SequenceEqual(one.Recipient), key, one.Time, NameOf(one.Name), issued));
        return Singles.Count - 1;
    }

    /// <summary>The name of a call; nearly always that of the one before, which need not be kept twice.</summary>
    private string NameOf(ReadOnlySpan<byte> name) => Ascii.Equals(name, lastName) ? lastName : lastName = Text(name);

    private static string Text(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text);

    private static string? TextOrNull(ReadOnlySpan<byte> text) => text.IsEmpty ? null : Text(text);
}

/// <summary>Hands the records of a file to its intake.</summary>
internal readonly struct IntakeSink(FileIntake intake) : IEventSink
{
    /// <inheritdoc/>
    public void Take(in RawEvent one) => intake.Take(one);
}
