"""The fox and other animals: anatomy, poses, faces, clothes."""
