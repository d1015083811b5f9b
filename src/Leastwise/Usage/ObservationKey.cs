using System.Runtime.InteropServices;

namespace Leastwise.Usage;

/// <summary>
/// What observations that are summed have in common. While files are read the numbers are the run's own (<see cref="Intake.InternTable{T}"/>); when they
/// are written they are those of the ledger's rows.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct ObservationKey(int Actor, int Event, int Session, int Place, int Denial, int Circumstance, int Target, int Day, int Outcome)
{
    /// <inheritdoc/>
    public bool Equals(ObservationKey other) =>
        Session == other.Session && Event == other.Event && Target == other.Target && Actor == other.Actor && Place == other.Place
        && Circumstance == other.Circumstance && Day == other.Day && Outcome == other.Outcome && Denial == other.Denial;

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        ulong hash = Math.BigMul(((ulong)(uint)Actor << 32 | (uint)Event) ^ 0x9E3779B97F4A7C15, ((ulong)(uint)Session << 32 | (uint)Place) ^ 0xC2B2AE3D27D4EB4F, out ulong low) ^ low;
        hash = Math.BigMul(hash ^ ((ulong)(uint)Target << 32 | (uint)Circumstance), ((ulong)(uint)Day << 32 | (uint)Denial << 3 | (uint)Outcome) ^ 0x165667B19E3779F9, out low) ^ low;
        return (int)(hash ^ (hash >> 32));
    }

    /// <summary>The order of the ledger's table, in which rows are written one after the other.</summary>
    public static Comparer<ObservationKey> TableOrder { get; } = Comparer<ObservationKey>.Create(static (one, other) => one.CompareTo(other));

    private int CompareTo(ObservationKey other)
    {
        int order = Actor.CompareTo(other.Actor);
        order = order != 0 ? order : Event.CompareTo(other.Event);
        order = order != 0 ? order : Session.CompareTo(other.Session);
        order = order != 0 ? order : Place.CompareTo(other.Place);
        order = order != 0 ? order : Outcome.CompareTo(other.Outcome);
        order = order != 0 ? order : Denial.CompareTo(other.Denial);
        order = order != 0 ? order : Circumstance.CompareTo(other.Circumstance);
        order = order != 0 ? order : Target.CompareTo(other.Target);
        return order != 0 ? order : Day.CompareTo(other.Day);
    }
}

/// <summary>How often, first and last (Unix seconds).</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Tally(long Count, long First, long Last)
{
    /// <summary>With more.</summary>
    public Tally Plus(Tally other) =>
        Count == 0 ? other : other.Count == 0 ? this : new Tally(Count + other.Count, Math.Min(First, other.First), Math.Max(Last, other.Last));
}

/// <summary>Where a call was recorded.</summary>
internal readonly record struct Place(string Account, string Region, string InvokedBy);
