namespace Leastwise.Tests;

/// <summary>Places in the checkout that the tests run from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    /// <summary>The folder of real data that may stand beside the checkout; tests that read it are skipped where it is absent.</summary>
    public static string SharedData => Path.GetFullPath(Path.Combine(Root, "..", "shared", "data"));

    public const string NoSharedData = "The folder of real data, ../shared/data, is not beside this checkout.";

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Leastwise.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No Leastwise.slnx above {AppContext.BaseDirectory}.");
    }
}
