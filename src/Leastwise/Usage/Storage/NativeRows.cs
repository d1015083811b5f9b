using System.Runtime.InteropServices;

namespace Leastwise.Usage.Storage;

/// <summary>
/// SQLite's own functions for the parameters and rows of a prepared statement, by its address. Through the library that prepares it, each number costs several times
/// what SQLite does with it, and everybody's sums read eighty million. Those that neither wait nor call back do not tell the runtime of the call.
/// </summary>
internal static class NativeRows
{
    private const string Library = "e_sqlite3";

    /// <summary>Tells SQLite to copy a text or blob, which need not stay where it is.</summary>
    public const nint Copied = -1;

    /// <summary>Moves to the next row, and gives SQLite's code for whether there is one.</summary>
    [DllImport(Library, EntryPoint = "sqlite3_step", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    public static extern int Step(nint statement);

    /// <summary>Makes a statement that was run ready to be run again.</summary>
    [DllImport(Library, EntryPoint = "sqlite3_reset", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    public static extern int Reset(nint statement);

    /// <summary>A number of the current row.</summary>
    [SuppressGCTransition]
    [DllImport(Library, EntryPoint = "sqlite3_column_int64", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    public static extern long Number(nint statement, int column);

    /// <summary>Sets a parameter to a number.</summary>
    [SuppressGCTransition]
    [DllImport(Library, EntryPoint = "sqlite3_bind_int64", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    public static extern int Bind(nint statement, int at, long value);

    /// <summary>Sets a parameter to a text in UTF-8.</summary>
    [DllImport(Library, EntryPoint = "sqlite3_bind_text", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    public static extern int BindText(nint statement, int at, ref readonly byte text, int bytes, nint kept);

    /// <summary>Sets a parameter to bytes.</summary>
    [DllImport(Library, EntryPoint = "sqlite3_bind_blob", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    public static extern int BindBlob(nint statement, int at, ref readonly byte value, int bytes, nint kept);

    /// <summary>How many rows the last statement changed.</summary>
    [SuppressGCTransition]
    [DllImport(Library, EntryPoint = "sqlite3_changes", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    public static extern int Changes(nint database);

    /// <summary>The number of the row that was added last.</summary>
    [SuppressGCTransition]
    [DllImport(Library, EntryPoint = "sqlite3_last_insert_rowid", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    public static extern long LastRow(nint database);
}
