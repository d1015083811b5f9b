using Amazon.S3;
using Amazon.S3.Model;

namespace Leastwise.Remote.S3;

/// <summary>An object as it is listed.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Tag">Changes with the content.</param>
/// <param name="Archive">The archive's name where it cannot be read as it is; null elsewhere.</param>
internal sealed record S3Entry(string Key, long Size, string Tag, string? Archive)
{
    /// <summary>From a listing. An object that was brought back from the archive keeps its class, and tells until when it is there.</summary>
    public static S3Entry Of(S3Object one) => new(
        one.Key,
        one.Size ?? 0,
        one.ETag ?? "",
        one.StorageClass == S3StorageClass.Glacier || one.StorageClass == S3StorageClass.DeepArchive
            ? one.RestoreStatus is { IsRestoreInProgress: not true, RestoreExpiryDate: not null } ? null : one.StorageClass.Value
            : null);

    /// <summary>Whether it is what consoles write to show an empty folder.</summary>
    public bool IsFolder => Size == 0 && Key.EndsWith('/');
}
