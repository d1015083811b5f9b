namespace Leastwise.Catalog;

/// <summary>Actions whose calls always work, whoever makes them, such as <c>sts:GetCallerIdentity</c>: no policy gives them or needs to.</summary>
public static class PermissionlessActions
{
    /// <summary>Those of the catalogue.</summary>
    public static ActionSet Of(ActionCatalog catalog) =>
        ActionSet.Of(catalog.Knowledge.Operations.Permissionless.Keys
            .Select(call => catalog.Find(call.Replace('.', ':')))
            .OfType<CatalogAction>()
            .Select(action => action.Id));
}
