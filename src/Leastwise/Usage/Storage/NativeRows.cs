using System.Runtime.InteropServices;

namespace Leastwise.Usage.Storage;

/// <summary>
/// SQLite's own functions for reading the rows of a prepared statement, by its address. Through the library that prepares it, each column costs several times what
/// reading it does, and everybody's sums read eighty million.
/// </summary>
internal static class NativeRows
{
    private const string Library = "e_sqlite3";

    /// <summary>Moves to the next row, and gives SQLite's code for whether there is one.</summary>
    [DllImport(Library, EntryPoint = "sqlite3_step", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    public static extern int Step(nint statement);

    /// <summary>A number of the current row. It neither waits nor calls back, so that the runtime need not be told of the call.</summary>
    [SuppressGCTransition]
    [DllImport(Library, EntryPoint = "sqlite3_column_int64", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    public static extern long Number(nint statement, int column);
}
