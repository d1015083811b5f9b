namespace Leastwise.Usage.Intake;

/// <summary>Makes tables whose places are looked at before they are taken.</summary>
internal static class EmptyTable
{
    /// <summary>
    /// So many places, all zero. They are written here: the system lays one page of zeros under memory that is new and only read, and when that is written, has to give it
    /// another page and to interrupt all other cores to tell them, for each page.
    /// </summary>
    public static T[] Of<T>(int places)
        where T : unmanaged
    {
        T[] table = GC.AllocateUninitializedArray<T>(places);
        Array.Clear(table);
        return table;
    }
}
